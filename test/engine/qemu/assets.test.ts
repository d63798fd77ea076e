import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { packageRoot } from "../../../src/base/package/root.js";
import { guestFolder, INIT } from "../../../src/engines/qemu/module.js";

test("the built package has the guest's files beside the code that uses them", async () => {
  const built = join(packageRoot, "dist", "src", "engines", "qemu", "guest");
  const files = await readdir(guestFolder);
  expect(files).toEqual(expect.arrayContaining([INIT, "Kbuild", "module.c", "places.S"]));
  expect((await readdir(built)).sort()).toEqual(files.sort());
  for (const file of files) {
    expect(await readFile(join(built, file), "utf8"), file).toBe(
      await readFile(join(guestFolder, file), "utf8"),
    );
  }
});
