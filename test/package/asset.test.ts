import { readFile } from "node:fs/promises";
import { pathToFileURL } from "node:url";
import { expect, test } from "vitest";
import { assetPath, assetPathFrom } from "../../src/base/package/asset.js";
import { packageRoot, packageRootOf } from "../../src/base/package/root.js";

test("the package root is the same from the source tree and from the built one", () => {
  const source = pathToFileURL(`${packageRoot}/src/base/package/root.ts`).href;
  const built = pathToFileURL(`${packageRoot}/dist/src/base/package/root.js`).href;
  expect(packageRootOf(source)).toBe(packageRoot);
  expect(packageRootOf(built)).toBe(packageRoot);
});

test("a module outside of every package has no root", () => {
  expect(() => packageRootOf(pathToFileURL("/nowhere/module.js").href)).toThrow(
    "no package.json above /nowhere/module.js",
  );
});

test("an asset of the source tree is a WebAssembly module", async () => {
  const bytes = await readFile(assetPath("tree-sitter-tlaplus.wasm"));
  expect(bytes.subarray(0, 4).toString("latin1")).toBe("\0asm");
});

test("the built package reads its own copy", () => {
  const built = pathToFileURL(`${packageRoot}/dist/src/base/package/asset.js`).href;
  expect(assetPathFrom(built, "tree-sitter-tlaplus.wasm")).toBe(
    `${packageRoot}/dist/assets/tree-sitter-tlaplus.wasm`,
  );
});
