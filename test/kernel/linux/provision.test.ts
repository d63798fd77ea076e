import { mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { provisionTree, unpackArchive } from "../../../src/engines/linux/provision.js";
import { renderedDiagnostic } from "../../diagnostic/rendered-diagnostic.js";
import { whole } from "../../slice.js";

let folder = "";
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "nmicheck-trees-"));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

whole(
  "two processes at once on an empty cache leave one tree, of the files that are needed",
  async () => {
    const doing: string[] = [];
    const options = { folder, onProgress: (what: string) => doing.push(what) };
    const [one, other] = await Promise.all([
      provisionTree("6.1", options),
      provisionTree("6.1", options),
    ]);
    expect(one).toEqual(other);
    expect(one.version).toMatch(/^6\.1\.\d+$/);
    expect(doing).toContain("unpacking linux-source-6.1");
    const paths = await readdir(folder, { recursive: true, withFileTypes: true });
    const files = paths
      .filter((path) => path.isFile())
      .map(({ parentPath, name }) => join(parentPath, name));
    expect(files.sort()).toEqual(
      ["Makefile", "arch/x86/include/asm/nmi.h", "arch/x86/kernel/nmi.c"].map((file) =>
        join(folder, "6.1", file),
      ),
    );
  },
);

test("a version that Debian does not have", async () => {
  expect(await renderedDiagnostic(() => provisionTree("9.99", { folder }))).toBe(
    `error[linux/unknown-package]: apt knows no package linux-source-9.99.
  → as root: apt-get update; or give the folder of a tree: --engine linux:/path/to/linux`,
  );
  expect(await readdir(folder)).toEqual([]);
});

test("an archive that is none", async () => {
  const archive = join(folder, "linux-source-6.1.tar.xz");
  await writeFile(archive, "not an archive\n");
  expect(
    await renderedDiagnostic(() => unpackArchive("linux-source-6.1", archive, folder)),
  ).toMatch(
    /^error\[linux\/unpack\]: linux-source-6\.1 could not be unpacked: tar: .*\n {2}→ install what unpacks it: apt-get install dpkg tar xz-utils$/,
  );
});

test("whoever stops it leaves nothing", async () => {
  const stop = new AbortController();
  const tree = provisionTree("6.12", {
    folder,
    signal: stop.signal,
    onProgress: () => stop.abort(new Error("stopped by a person")),
  });
  await expect(tree).rejects.toThrow("stopped by a person");
  expect(await readdir(folder)).toEqual([]);
});
