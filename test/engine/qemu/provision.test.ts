import { chmod, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { platformDiagnostic } from "../../../src/engines/qemu/diagnostics.js";
import { fetchKernel } from "../../../src/engines/qemu/fetch.js";
import { packInitramfs } from "../../../src/engines/qemu/initramfs.js";
import { namedKernel } from "../../../src/engines/qemu/named-kernel.js";
import { provisionQemu } from "../../../src/engines/qemu/provision.js";

// A machine on which nothing is installed but what a test puts there: PATH is a folder of its own.
let programs = "";
let cache = "";
beforeEach(async () => {
  programs = await mkdtemp(join(tmpdir(), "nmicheck-path-"));
  cache = await mkdtemp(join(tmpdir(), "nmicheck-kernels-"));
  vi.stubEnv("PATH", programs);
  vi.spyOn(process, "getuid").mockReturnValue(0);
});
afterEach(async () => {
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
  await rm(programs, { recursive: true });
  await rm(cache, { recursive: true });
});

async function install(program: string, script: string): Promise<void> {
  const file = join(programs, program);
  await writeFile(file, `#!/bin/sh\n${script}\n`);
  await chmod(file, 0o755);
}

const COMMAND =
  "apt-get update && apt-get install --yes --no-install-recommends qemu-system-x86 busybox-static cpio gcc make";
const MESSAGE =
  "the engine qemu needs qemu-system-x86_64, busybox, cpio, gcc, make, and there is no such program here.";

describe("programs that are missing", () => {
  test("are named, with what installs them", async () => {
    await install("apt-get", "exit 1");
    await expect(provisionQemu(false)).rejects.toMatchObject({
      code: "qemu/missing-tools",
      blame: "tool",
      message: MESSAGE,
      remedy: `\`node dist/cli.js setup --engine qemu\`; or: ${COMMAND}`,
    });
  });

  test("cannot be installed without apt-get", async () => {
    await expect(provisionQemu(true)).rejects.toMatchObject({
      code: "qemu/missing-tools",
      message: MESSAGE,
      remedy: `as root on Debian: ${COMMAND}`,
    });
  });

  test("cannot be installed by a user who is not root", async () => {
    await install("apt-get", "exit 0");
    vi.spyOn(process, "getuid").mockReturnValue(1000);
    await expect(provisionQemu(true)).rejects.toMatchObject({
      code: "qemu/missing-tools",
      remedy: `as root on Debian: ${COMMAND}`,
    });
  });

  test("are not installed when apt-get fails", async () => {
    await install(
      "apt-get",
      'test "$1" = update || { echo "E: Unable to locate package cpio" >&2; exit 100; }',
    );
    await expect(provisionQemu(true)).rejects.toMatchObject({
      code: "qemu/install",
      message:
        "apt-get could not install qemu-system-x86, busybox-static, cpio, gcc, make: Unable to locate package cpio",
      remedy: `as root on Debian: ${COMMAND}`,
    });
  });

  test("are installed by root, and nothing that is there already", async () => {
    await install("gcc", "");
    await install("make", "");
    const made = ["qemu-system-x86_64", "busybox", "cpio"].map((name) => join(programs, name));
    await install(
      "apt-get",
      `test "$1" = update || { echo "$@" > ${programs}/asked; for f in ${made.join(" ")}; do /bin/cp ${programs}/gcc $f; done; }`,
    );
    await provisionQemu(true);
    expect(await readFile(join(programs, "asked"), "utf8")).toBe(
      "install --yes --no-install-recommends qemu-system-x86 busybox-static cpio\n",
    );
  });

  test("another machine than the module is for", () => {
    expect(platformDiagnostic("darwin", "arm64")).toMatchObject({
      code: "qemu/platform",
      blame: "user",
      message:
        "the engine qemu needs Linux on x86-64, where its kernel module is built; this is darwin on arm64.",
      remedy: "replay on another engine.",
    });
  });
});

describe("a version of Debian's kernel", () => {
  test("without apt", async () => {
    await expect(namedKernel("6.12")).rejects.toMatchObject({
      code: "qemu/no-apt",
      blame: "tool",
      message: "the kernel 6.12 is Debian's, and there is no apt here to fetch it with.",
      remedy: "give a kernel of your own, its headers installed: --engine qemu:/path/to/vmlinuz",
    });
  });

  test("that apt does not know", async () => {
    await install("apt-cache", "echo linux-headers-6.12.9-amd64");
    await expect(namedKernel("6.99")).rejects.toMatchObject({
      code: "qemu/unknown-kernel",
      blame: "user",
      message: "apt knows no kernel 6.99 for amd64 that has its headers.",
      remedy:
        "as root: apt-get update; or give a kernel of your own: --engine qemu:/path/to/vmlinuz",
    });
  });
});

const PACKAGES = {
  release: "6.12.9-amd64",
  version: "6.12.9-1",
  image: "linux-image-6.12.9-amd64",
  headers: ["linux-headers-6.12.9-amd64", "linux-headers-6.12.9-common", "linux-kbuild-6.12.9"],
} as const;

describe("the packages of a kernel", () => {
  const fetching = () => fetchKernel(PACKAGES, { folder: cache });
  afterEach(async () => {
    expect(await readdir(cache)).toEqual([]);
  });

  test("cannot be fetched", async () => {
    await install("apt-get", 'echo "E: Failed to fetch linux-image: 404  Not Found" >&2; exit 100');
    await expect(fetching()).rejects.toMatchObject({
      code: "qemu/download",
      blame: "tool",
      message:
        "apt-get could not fetch the packages of 6.12.9-amd64: Failed to fetch linux-image: 404  Not Found",
      remedy: "check the network; as root: apt-get update",
    });
  });

  test("do not fit on the disk", async () => {
    await install(
      "apt-get",
      `echo "E: You don't have enough free space in /var/cache/apt/archives/." >&2; exit 100`,
    );
    await expect(fetching()).rejects.toMatchObject({
      code: "qemu/cache",
      message: expect.stringMatching(/^\/.* cannot be used: the disk is full\.$/),
    });
  });

  test("are no packages", async () => {
    await install("dpkg-deb", 'echo "dpkg-deb: error: not a Debian format archive" >&2; exit 2');
    await install("apt-get", `shift; for name; do echo > "$name"_1_amd64.deb; done`);
    await expect(fetching()).rejects.toMatchObject({
      code: "qemu/unpack",
      blame: "tool",
      message:
        "linux-headers-6.12.9-amd64 could not be unpacked: dpkg-deb: error: not a Debian format archive",
      remedy: "install what unpacks it: apt-get install dpkg tar xz-utils",
    });
  });

  test("were not left by apt-get", async () => {
    await install("apt-get", "exit 0");
    await expect(fetching()).rejects.toMatchObject({
      code: "qemu/unpack",
      message: "linux-headers-6.12.9-amd64 could not be unpacked: apt-get left no file.",
    });
  });

  test("cannot be unpacked where make could not work", async () => {
    const folder = join(cache, "my kernels");
    await expect(fetchKernel(PACKAGES, { folder })).rejects.toMatchObject({
      code: "qemu/cache",
      message: `${folder} cannot be used: the kernel's Makefiles take no path with white space in it.`,
    });
    await expect(fetchKernel(PACKAGES, { folder: "/srv/a:b" })).rejects.toMatchObject({
      message: "/srv/a:b cannot be used: the kernel's Makefiles take no path with `:` in it.",
    });
  });
});

test("a busybox that needs libraries is of no use in the guest", async () => {
  await writeFile(join(programs, "busybox"), elf([3]), { mode: 0o755 });
  await expect(packInitramfs(join(cache, "nmicheck.ko"), cache)).rejects.toMatchObject({
    code: "qemu/busybox",
    blame: "tool",
    message: `${join(programs, "busybox")} is linked dynamically, and the guest has no libraries.`,
    remedy:
      "as root on Debian: apt-get update && apt-get install --yes --no-install-recommends busybox-static",
  });
});

test("no cpio", async () => {
  await writeFile(join(programs, "busybox"), elf([1]), { mode: 0o755 });
  await writeFile(join(cache, "nmicheck.ko"), "");
  await expect(packInitramfs(join(cache, "nmicheck.ko"), cache)).rejects.toMatchObject({
    code: "qemu/missing-tools",
    message: "the engine qemu needs cpio, and there is no such program here.",
  });
});

test("a cpio that fails", async () => {
  await writeFile(join(programs, "busybox"), elf([1]), { mode: 0o755 });
  await writeFile(join(cache, "nmicheck.ko"), "");
  await install("cpio", 'echo "cpio: cannot open" >&2; exit 2');
  await expect(packInitramfs(join(cache, "nmicheck.ko"), cache)).rejects.toMatchObject({
    code: "qemu/initramfs",
    blame: "tool",
    message: "cpio could not pack the guest's files: cpio: cannot open",
  });
});

/** An ELF-64 file with program headers of these types. */
function elf(types: readonly number[]): Buffer {
  const file = Buffer.alloc(64 + 56 * types.length);
  file.write("\x7fELF", "latin1");
  file.writeBigUInt64LE(64n, 0x20);
  file.writeUInt16LE(56, 0x36);
  file.writeUInt16LE(types.length, 0x38);
  for (const [index, type] of types.entries()) file.writeUInt32LE(type, 64 + 56 * index);
  return file;
}
