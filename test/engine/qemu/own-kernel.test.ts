import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { releaseOfImage } from "../../../src/engines/qemu/image.js";
import { namedKernel } from "../../../src/engines/qemu/named-kernel.js";
import { HANG, tinyImage } from "../../kernel/qemu/fixtures/tiny-image.js";

let folder = "";
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "nmicheck-own-kernel-"));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

async function write(name: string, content: string | Buffer): Promise<string> {
  const file = join(folder, name);
  await mkdir(join(file, ".."), { recursive: true });
  await writeFile(file, content);
  return file;
}

async function headers(name: string, release: string): Promise<string> {
  await write(`${name}/Makefile`, "");
  await write(`${name}/include/generated/utsrelease.h`, `#define UTS_RELEASE "${release}"\n`);
  return join(folder, name);
}

describe("an image", () => {
  test("tells its release", async () => {
    const file = await write("vmlinuz", tinyImage(HANG, "6.12.9-mine+"));
    expect(await releaseOfImage(file)).toBe("6.12.9-mine+");
  });

  test.each([
    ["a text", Buffer.from("not a kernel"), "it has no boot header (HdrS)."],
    ["empty", Buffer.alloc(0), "it has no boot header (HdrS)."],
    ["cut off in its header", tinyImage(HANG).subarray(0, 0x208), "its boot header is cut off."],
    [
      "cut off before its version",
      tinyImage(HANG).subarray(0, 0x300),
      "it does not tell its version.",
    ],
  ])("that is none: %s", async (_, content, detail) => {
    const file = await write("vmlinuz", content);
    await expect(namedKernel(file)).rejects.toMatchObject({
      code: "qemu/image",
      blame: "user",
      message: `${file} is not a Linux kernel image for x86: ${detail}`,
      remedy: "give the bzImage that a boot loader would load, such as /boot/vmlinuz-6.12.9-amd64",
    });
  });

  test("that is a folder", async () => {
    await expect(namedKernel(folder)).rejects.toMatchObject({
      code: "qemu/image",
      message: `${folder} is not a Linux kernel image for x86: it cannot be read (EISDIR).`,
    });
  });
});

describe("the headers", () => {
  test("are those that are named", async () => {
    const image = await write("vmlinuz", tinyImage(HANG, "1.2.3"));
    const place = await headers("build", "1.2.3");
    expect(await namedKernel(`${image},${place}`)).toEqual({
      release: "1.2.3",
      image,
      headers: place,
      policies: ["none", "v5", "mainline"],
    });
  });

  test("are the tree that the image was built in", async () => {
    const image = await write("linux/arch/x86/boot/bzImage", tinyImage(HANG, "1.2.3"));
    const place = await headers("linux", "1.2.3");
    expect(await namedKernel(image)).toMatchObject({ headers: place });
  });

  test("are nowhere", async () => {
    const image = await write("vmlinuz", tinyImage(HANG, "1.2.3"));
    await expect(namedKernel(image)).rejects.toMatchObject({
      code: "qemu/headers",
      blame: "user",
      message:
        "a module for 1.2.3 cannot be built: its headers are not in /lib/modules/1.2.3/build or /usr/src/linux-headers-1.2.3.",
      remedy: "install its headers, or name them: --engine qemu:/path/to/vmlinuz,/path/to/headers",
    });
  });

  test("are another kernel's", async () => {
    const image = await write("vmlinuz", tinyImage(HANG, "1.2.3"));
    const place = await headers("build", "1.2.4");
    await expect(namedKernel(`${image},${place}`)).rejects.toMatchObject({
      code: "qemu/headers",
      message: `a module for 1.2.3 cannot be built: the headers in ${place} are for 1.2.4.`,
    });
  });
});

test("a name that is neither a version nor a file", async () => {
  await expect(namedKernel("bookworm")).rejects.toMatchObject({
    code: "qemu/kernel-name",
    blame: "user",
    message: "`bookworm` names no kernel: there is no such file, and it is no version like 6.12.",
    remedy: "--engine qemu:6.1, --engine qemu:6.12, or --engine qemu:/path/to/vmlinuz",
  });
});
