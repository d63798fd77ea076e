import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { whyUnwritable } from "../../src/base/cache/unwritable.js";
import { useScratch } from "../tlc/scratch.js";

const scratch = useScratch();

test("a folder that can be written, or made, is not refused", async () => {
  expect(await whyUnwritable(scratch.folder)).toBeNull();
  expect(await whyUnwritable(join(scratch.folder, "deep", "deeper"))).toBeNull();
});

test("a path below a file", async () => {
  const file = join(scratch.folder, "file");
  await writeFile(file, "");
  expect(await whyUnwritable(join(file, "deep"))).toBe("not a directory");
});
