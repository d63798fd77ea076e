import { mkdir, mkdtemp, readdir, readFile, rm, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { lastingFolder, makeFolder as makeFolderOr } from "../../src/base/cache/make-folder.js";

let parent = "";
beforeEach(async () => {
  parent = await mkdtemp(join(tmpdir(), "nmicheck-cache-"));
});
afterEach(() => rm(parent, { recursive: true, force: true }));

const makeFolder = (folder: string, fill: (making: string) => Promise<void>) =>
  makeFolderOr(folder, fill, (at, cause) => new Error(`${at}: ${cause}`));
const fillWith = (text: string) => (making: string) => writeFile(join(making, "text"), text);

test("a folder is filled once and then left as it is", async () => {
  const folder = join(parent, "deep", "whole");
  await makeFolder(folder, fillWith("first"));
  await makeFolder(folder, fillWith("second"));
  expect(await readFile(join(folder, "text"), "utf8")).toBe("first");
  expect(await readdir(join(parent, "deep"))).toEqual(["whole"]);
});

test("of several at once one is kept, whole, and nothing else is left", async () => {
  const folder = join(parent, "whole");
  const texts = ["a", "b", "c", "d"];
  await Promise.all(texts.map((text) => makeFolder(folder, fillWith(text))));
  expect(texts).toContain(await readFile(join(folder, "text"), "utf8"));
  expect(await readdir(parent)).toEqual(["whole"]);
});

test("when filling fails nothing is left", async () => {
  const broken = makeFolder(join(parent, "whole"), async (making) => {
    await fillWith("half")(making);
    throw new Error("torn");
  });
  await expect(broken).rejects.toThrow("torn");
  expect(await readdir(parent)).toEqual([]);
});

test("a full disk is the fault of the caller's choice", async () => {
  const full = makeFolder(join(parent, "whole"), async () => {
    throw Object.assign(new Error("ENOSPC: no space left on device"), { code: "ENOSPC" });
  });
  await expect(full).rejects.toThrow(`${parent}: the disk is full.`);
});

test("what a killed run left is removed after an hour", async () => {
  const old = join(parent, ".making-gone-0123456789ab");
  const young = join(parent, ".making-busy-0123456789ab");
  await mkdir(old);
  await mkdir(young);
  const twoHoursAgo = Date.now() / 1000 - 7200;
  await utimes(old, twoHoursAgo, twoHoursAgo);
  await makeFolder(join(parent, "whole"), fillWith("x"));
  expect((await readdir(parent)).sort()).toEqual([".making-busy-0123456789ab", "whole"]);
});

test("a folder in the making is told as the one that it stands in", () => {
  expect(lastingFolder("/cache/engines/.making-0123-ab/own/shim")).toBe("/cache/engines");
  expect(lastingFolder("/cache/engines/0123")).toBe("/cache/engines/0123");
});
