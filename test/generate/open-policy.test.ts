import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { policyNames } from "../../spec/policies/all.js";
import type { BundleModule } from "../../src/compiler/tla/bundle-module.js";
import { namedPlatform } from "../../src/machine/configuration/platform.js";
import { policyFiles } from "../../src/machine/generate/files.js";
import { ASKS_FOR_ALL, openCore, policyModule } from "../../src/machine/generate/open-policy.js";
import { compiledBuiltIn, compilePolicy } from "../../src/machine/policy/compile-policy.js";
import { type CompiledPolicy, compiledModule } from "../../src/machine/policy/module.js";
import { agreedGraph } from "../agree/nmi-configurations.js";
import { slice } from "../slice.js";

const core = openCore(compiledBuiltIn(ASKS_FOR_ALL).whole);

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "nmicheck-open-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** A policy of the user's that never does anything with what it remembers. */
async function policyOf(memory: string, initial: string, name = "mine"): Promise<CompiledPolicy> {
  const file = join(folder, `${name}.ts`);
  await writeFile(
    file,
    `import type { Platform, Policy, Range } from "nmicheck/policy";
/** A policy of one's own. */
export const ${name}: Policy<${memory}> = {
  initial: ${initial},
  enter: (memory) => memory,
  proceed: (memory) => ({ memory, walk: "on" }),
  finish: (memory) => ({ memory, unclaimed: "report" }),
};
export type Unused = [Range<0, 1>, Platform];
`,
  );
  const result = compilePolicy(file);
  if (result.kind === "refused") throw result.diagnostics[0];
  return result.policy;
}

const files = (policy: CompiledPolicy) =>
  [...policyFiles(policy, [namedPlatform("ideal")]).keys()].filter((name) => /^Nmi/.test(name));

describe("the module of the core", () => {
  test("says nothing of any policy, and has what each calls with all that it is given", () => {
    const { text } = core.module;
    for (const open of ["Enter(_, _),", "Proceed(_, _),", "Finish(_, _)"]) {
      expect(text).toContain(`\n  ${open}\n`);
    }
    expect(text).toContain("FirstMemory \\in Memory\n");
    expect(text).toContain("Proceed(policyMemory, Seen(claimed))");
    expect(text).not.toMatch(/swallowNmi|spec\/policies/);
    for (const name of policyNames) {
      const own = compiledModule(compiledBuiltIn(name)).module.text;
      // What stands around the policy's functions is the same, wherever it is printed.
      for (const action of ["Raise(handler, slot) ==", "External ==", "Execute(place) =="]) {
        const from = own.indexOf(action);
        expect(from).toBeGreaterThan(0);
        expect(text).toContain(own.slice(from, own.indexOf("UNCHANGED", from)));
      }
    }
  });

  test.each(slice([...policyNames].reverse(), 3))(
    "has under %s, for TLC, the graph of the executed model",
    async (policy) => {
      const one = { policy, chain: [1] as const, rips: 1, sticky: true, shadow: true };
      const open = await agreedGraph(one, "open policy");
      expect(open.states).toBeGreaterThan(50);
    },
  );
});

describe("the module of a policy", () => {
  const bindings = (module: BundleModule | null) =>
    module?.bindings.map(({ constant, text }) => `${constant} ${text}`);

  test("defines all of it, under names of its own", () => {
    const module = policyModule(compiledBuiltIn("mainline"), core);
    expect(bindings(module)).toEqual([
      "Memory MainlineMemory",
      "FirstMemory MainlineFirstMemory",
      "Enter MainlineEnter",
      "Proceed MainlineProceed",
      "Finish MainlineFinish",
    ]);
    expect(module?.module.text).toContain("MainlineProceed(memory, seen) ==");
  });

  test("needs no definition to remember nothing", () => {
    const module = policyModule(compiledBuiltIn("none"), core);
    expect(bindings(module)?.slice(0, 2)).toEqual(["Memory {None}", "FirstMemory None"]);
    expect(module?.module.text).not.toContain("Memory ==");
  });

  test("is that of a policy of one's own as well", async () => {
    const policy = await policyOf("Range<0, 2>", "1");
    expect(files(policy)).toEqual(["Nmi.tla", "NmiLiveness.tla", "NmiMine.tla"]);
    const module = policyModule(policy, core);
    expect(module?.module.text).toContain("MineMemory == 0 .. 2\n\nMineFirstMemory == 1\n");
  });

  test.each([
    ["remembers `null`, which is a constant of the core", "boolean | null", "null", "mine"],
    ["is called as the module of liveness is", "boolean", "false", "liveness"],
    ["has a name that no definition can begin with", "boolean", "false", "_mine"],
  ])(
    "is not there where it %s: the core under it has one module",
    async (_, memory, initial, name) => {
      const policy = await policyOf(memory, initial, name);
      expect(policyModule(policy, core)).toBeNull();
      const { module, liveness } = compiledModule(policy);
      expect(files(policy)).toEqual([`${module.name}.tla`, `${liveness.name}.tla`]);
    },
  );
});
