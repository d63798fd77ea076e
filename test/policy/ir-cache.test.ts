import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { policyNames } from "../../spec/policies/all.js";
import { packageRoot } from "../../src/base/package/root.js";
import { irFileName, irFileText, irOf, readIrFile } from "../../src/machine/policy/ir-cache.js";
import { loadPolicy } from "../../src/machine/policy/load.js";
import { compiledBuiltIn, compiledModule } from "../../src/machine/policy/module.js";

function compiled(name: string) {
  return compiledModule(compiledBuiltIn(name)).model;
}

describe("the IR that the build leaves", () => {
  test.each(policyNames)("is that of the policy %s today", async (name) => {
    const file = join(packageRoot, "dist", "assets", irFileName(name));
    const model = await readIrFile(await readFile(file, "utf8"));
    expect(model).toEqual({ ...compiled(name), places: new Map() });
  });

  test.each(policyNames)("has every axis under the policy %s today", async (name) => {
    const file = join(packageRoot, "dist", "assets", irFileName(name, "whole"));
    const model = await readIrFile(await readFile(file, "utf8"));
    expect(model).toEqual({ ...compiledBuiltIn(name).whole, places: new Map() });
  });

  test("is not used when it is broken, foreign or of another format", async () => {
    const text = await irFileText(compiled("none"));
    expect(await readIrFile(text)).not.toBeNull();
    expect(await readIrFile(text.replace('"report"', '"swallow"'))).toBeNull();
    expect(await readIrFile(text.slice(0, -100))).toBeNull();
    expect(await readIrFile(text.replace("nmicheck-ir/1", "nmicheck-ir/0"))).toBeNull();
    expect(await readIrFile(text.replace(/ [0-9a-f]{64} /, ` ${"0".repeat(64)} `))).toBeNull();
    expect(await readIrFile("")).toBeNull();
    expect(await readIrFile(`${text}{}\n`)).toBeNull();
  });

  test("is taken for a built-in policy without compiling it", async () => {
    const loaded = await loadPolicy("v5");
    if (loaded.kind === "refused") throw loaded.diagnostics[0];
    const model = await irOf({
      ...loaded.policy,
      compiled: () => {
        throw new Error("compiled");
      },
    });
    expect(model.name).toBe("NmiV5");
  });
});

test.each(policyNames)("%s is known by the module of the core under it", async (name) => {
  const loaded = await loadPolicy(name);
  if (loaded.kind === "refused") throw loaded.diagnostics[0];
  const { module, sha256 } = compiledModule(compiledBuiltIn(name));
  expect(loaded.policy.model).toEqual({ name: module.name, sha256 });
  // The build leaves it, so that nothing is printed to load a policy.
  const built = join(packageRoot, "dist", "assets", `${module.name}.tla`);
  expect(await readFile(built, "utf8")).toBe(module.text);
});
