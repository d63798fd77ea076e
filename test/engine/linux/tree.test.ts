import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { buildLinuxEngine } from "../../../src/engines/linux/build.js";
import { namedTree } from "../../../src/engines/linux/provision.js";
import { readKernelTree, versionOf } from "../../../src/engines/linux/tree.js";
import { renderedDiagnostic } from "../../diagnostic/rendered-diagnostic.js";

let folder = "";
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "nmicheck-tree-"));
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await rm(folder, { recursive: true, force: true });
});

async function write(file: string, text: string): Promise<void> {
  await mkdir(dirname(join(folder, file)), { recursive: true });
  await writeFile(join(folder, file), text);
}

test("the version is read from the Makefile", () => {
  const makefile =
    "# GPL\nVERSION = 6\nPATCHLEVEL = 12\nSUBLEVEL=117\nEXTRAVERSION = -rc1\nNAME = X\n";
  expect(versionOf(makefile)).toBe("6.12.117-rc1");
  expect(versionOf("VERSION = 6\nPATCHLEVEL = 1\nSUBLEVEL = 0\nEXTRAVERSION =\nNAME = Y\n")).toBe(
    "6.1.0",
  );
  expect(versionOf("VERSION = 6\n")).toBe("unknown");
});

test("a folder without nmi.c is no tree", async () => {
  expect(await renderedDiagnostic(() => namedTree(folder))).toBe(
    `error[linux/no-tree]: ${folder} is not a Linux source tree: it has no arch/x86/kernel/nmi.c.
  → give the top folder of a tree, or a version that Debian packages: --engine linux:6.12`,
  );
});

test("a folder without asm/nmi.h is no tree", async () => {
  await write("arch/x86/kernel/nmi.c", "");
  expect(await renderedDiagnostic(() => namedTree(folder))).toBe(
    `error[linux/no-tree]: ${folder} is not a Linux source tree: it has no arch/x86/include/asm/nmi.h.
  → give the top folder of a tree, or a version that Debian packages: --engine linux:6.12`,
  );
});

test("a tree without a Makefile has no version", async () => {
  await write("arch/x86/kernel/nmi.c", "int c;\n");
  await write("arch/x86/include/asm/nmi.h", "int h;\n");
  expect(await readKernelTree(folder)).toEqual({
    folder,
    version: "unknown",
    nmiC: "int c;\n",
    nmiH: "int h;\n",
  });
});

test("without gcc the fault says what to install", async () => {
  vi.stubEnv("PATH", folder);
  const tree = { folder, version: "unknown", nmiC: "", nmiH: "" };
  expect(
    await renderedDiagnostic(() => buildLinuxEngine(tree, { policies: ["mainline"], folder })),
  ).toBe(
    `error[linux/no-compiler]: gcc is needed to build the engine, and it was not found.
  → as root on Debian: apt-get install gcc binutils libc6-dev`,
  );
});

test("a policy whose edit does not apply says which", async () => {
  const tree = { folder: "/src/linux", version: "unknown", nmiC: "int c;\n", nmiH: "" };
  expect(await renderedDiagnostic(() => buildLinuxEngine(tree, { policies: ["v5"], folder }))).toBe(
    `error[linux/edit]: /src/linux/arch/x86/kernel/nmi.c cannot be changed as planned (v5: nmi_handle is told whether the NMI is back-to-back): the text to replace is not there.
  → policy mainline needs no edit: it is the file as it stands`,
  );
});

test("a version needs apt-get where no tree is at hand", async () => {
  vi.stubEnv("PATH", folder);
  expect(await renderedDiagnostic(() => namedTree("4.99", { folder: join(folder, "trees") }))).toBe(
    `error[linux/no-apt]: linux-source-4.99 is a Debian package, and there is no apt-get here to fetch it with.
  → unpack a Linux source and give its folder: --engine linux:/path/to/linux`,
  );
});

test("a cache that cannot be written is named", async () => {
  await write("file", "");
  const cache = join(folder, "file", "trees");
  expect(await renderedDiagnostic(() => namedTree("4.99", { folder: cache }))).toBe(
    `error[linux/cache]: ${cache} cannot be written: a part of the path is not a folder.
  → make room or give permission there, or set XDG_CACHE_HOME to another folder`,
  );
});
