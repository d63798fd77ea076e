import { appendFile, cp, mkdtemp, readdir, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { buildModule, guestFolder } from "../../../src/engines/qemu/module.js";
import { namedKernel } from "../../../src/engines/qemu/named-kernel.js";
import { whole } from "../../slice.js";

let folder = "";
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "nmicheck-module-"));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

whole("the module is built once for the same source, kernel and compiler", async () => {
  const kernel = await namedKernel("6.12");
  const source = join(folder, "source");
  await cp(guestFolder, source, { recursive: true });
  const doing: string[] = [];
  const options = { folder, source, onProgress: (what: string) => doing.push(what) };

  const [first, second] = await Promise.all([
    buildModule(kernel, options),
    buildModule(kernel, options),
  ]);
  expect(second).toBe(first);
  const { mtimeMs } = await stat(first);
  doing.length = 0;
  expect(await buildModule(kernel, options)).toBe(first);
  expect((await stat(first)).mtimeMs).toBe(mtimeMs);
  expect(doing).toEqual([]);

  await appendFile(join(source, "log.c"), "/* changed */\n");
  expect(await buildModule(kernel, options)).not.toBe(first);
  expect(doing).toEqual([`building the module for ${kernel.release}`]);
});

test("what does not compile is told as the compiler tells it, and nothing of it is kept", async () => {
  const kernel = await namedKernel("6.12");
  const source = join(folder, "source");
  await cp(guestFolder, source, { recursive: true });
  await writeFile(join(source, "log.c"), "int odd(void)\n{\n\treturn nothing;\n}\n");
  const kept = join(folder, "kept");
  await expect(buildModule(kernel, { folder: kept, source })).rejects.toMatchObject({
    code: "qemu/module",
    blame: "tool",
    message: expect.stringMatching(
      new RegExp(
        `^nmicheck's module does not build for ${kernel.release.replaceAll("+", "\\+")}:\n.*log\\.c:3:16: error: .nothing. undeclared`,
      ),
    ),
    remedy: "its source stands in nmicheck's src/engines/qemu/guest/",
  });
  expect(await readdir(kept)).toEqual([]);
});

test("headers that are gone", async () => {
  const kernel = { ...(await namedKernel("6.12")), headers: join(folder, "none") };
  await expect(buildModule(kernel, { folder })).rejects.toMatchObject({
    code: "qemu/headers",
    message: `a module for ${kernel.release} cannot be built: ${folder}/none is no folder.`,
  });
});
