import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { type PolicyName, policyNames } from "../../spec/policies/all.js";
import { packageRoot } from "../../src/base/package/root.js";
import { displayPath } from "../../src/compiler/lang/display-path.js";
import { readAxes } from "../../src/machine/configuration/named-axes.js";
import { compiledBuiltIn, compiledBuiltInBoard } from "../../src/machine/policy/compile-policy.js";
import {
  irFileName,
  irFileText,
  irOf,
  type ModelKind,
  readIrFile,
} from "../../src/machine/policy/ir-cache.js";
import { loadPolicy } from "../../src/machine/policy/load.js";
import { type CompiledPolicy, compiledModule } from "../../src/machine/policy/module.js";
import { specialisedTo } from "../../src/machine/policy/specialised.js";
import { storeModel } from "../../src/machine/policy/stored-model.js";

/** The policy in a file that the build left. */
async function built(name: PolicyName, kind: ModelKind) {
  const file = join(packageRoot, "dist", "assets", irFileName(name, kind));
  return readIrFile(await readFile(file, "utf8"));
}

/** A model as data, with where each of its parts was written. */
function withPlaces(policy: CompiledPolicy | null) {
  return policy === null
    ? null
    : { ...policy, whole: storeModel(policy.whole, (written) => written) };
}

describe("what the build leaves of a policy", () => {
  test.each(policyNames)("is what %s compiles to today, places included", async (name) => {
    const compiled = compiledBuiltIn(name);
    const core = { ...compiled, whole: specialisedTo(compiled.whole, name) };
    const board = { ...compiled, whole: compiledBuiltInBoard(name).whole };
    expect(withPlaces(await built(name, "core"))).toEqual(withPlaces(core));
    expect(withPlaces(await built(name, "whole"))).toEqual(withPlaces(compiled));
    expect(withPlaces(await built(name, "board"))).toEqual(withPlaces(board));
    expect(withPlaces(compiled)?.whole.places.length).toBeGreaterThan(1000);
  });

  test("names its files as the folder does that the command runs in", async () => {
    const here = process.cwd();
    try {
      process.chdir(join(packageRoot, "test"));
      const elsewhere = await built("v5", "whole");
      const [written] = elsewhere?.whole.places.values() ?? [];
      expect(elsewhere?.files).toEqual([join(packageRoot, "spec", "policies", "v5.ts")]);
      expect(written?.file).toBe(displayPath(join(packageRoot, "spec", "cpu", "hardware.ts")));
      expect(written?.file).not.toBe("spec/cpu/hardware.ts");
    } finally {
      process.chdir(here);
    }
  });

  test("is not used when it is broken, foreign or of another format", async () => {
    const text = await irFileText(compiledBuiltIn("none"));
    expect(await readIrFile(text)).not.toBeNull();
    expect(await readIrFile(text.replace('"report"', '"swallow"'))).toBeNull();
    expect(await readIrFile(text.slice(0, -100))).toBeNull();
    expect(await readIrFile(text.replace("nmicheck-ir/2", "nmicheck-ir/1"))).toBeNull();
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

test("a machine's model is specialised once, as long as few others are asked about", async () => {
  const loaded = await loadPolicy("v5");
  if (loaded.kind === "refused") throw loaded.diagnostics[0];
  const { policy } = loaded;
  const nesting = readAxes(["nesting=yes"]);
  const once = await irOf(policy, nesting);
  expect(await irOf(policy, nesting)).toBe(once);
  const asked = await irOf(policy, nesting, ["NoNeedlessPanic"]);
  expect(asked.invariants.length).toBeGreaterThan(once.invariants.length);
  const others = ["touch=yes", "lvtpc=late", "panic=unknown", "latch-depth=2"];
  for (const axis of others) await irOf(policy, readAxes([axis]));
  const again = await irOf(policy, nesting);
  expect(again).not.toBe(once);
  expect(again).toEqual(once);
});

test("a machine is told from others by what it is, and not by how its axes are called", async () => {
  const loaded = await loadPolicy("v5");
  if (loaded.kind === "refused") throw loaded.diagnostics[0];
  const { policy } = loaded;
  // As the atlas asks.
  const unnamed = (axis: string) => ({ ...readAxes([axis]), names: {} });
  const variables = ({ variables: all }: { readonly variables: readonly { name: string }[] }) =>
    all.map(({ name }) => name);
  for (const axis of ["nesting=yes", "latch-depth=2", "reason-port=yes"]) {
    const model = await irOf(policy, readAxes([axis]));
    expect(variables(await irOf(policy, unnamed(axis)))).toEqual(variables(model));
    expect(variables((await policy.compile(unnamed(axis))).model)).toEqual(variables(model));
  }
});
