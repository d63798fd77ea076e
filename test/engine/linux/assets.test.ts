import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { packageRoot } from "../../../src/base/package/root.js";

test("the built package has the C files beside the code that compiles them", async () => {
  const source = join(packageRoot, "src", "engines", "linux", "c");
  const built = join(packageRoot, "dist", "src", "engines", "linux", "c");
  const files = (await readdir(source, { recursive: true })).filter((name) => /\.[ch]$/.test(name));
  expect(files).toContain("kernel.c");
  expect(files).toContain(join("shim", "printk.h"));
  for (const file of files) {
    expect(await readFile(join(built, file), "utf8"), file).toBe(
      await readFile(join(source, file), "utf8"),
    );
  }
});
