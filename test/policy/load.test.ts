import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { renderDiagnostic } from "../../src/base/diagnostic/render.js";
import { eachAxisAlone, readAxes } from "../../src/machine/configuration/named-axes.js";
import { everyStateProperty } from "../../src/machine/model/property-names.js";
import { wholeModelFor } from "../../src/machine/policy/ir-cache.js";
import { loadPolicy } from "../../src/machine/policy/load.js";
import { compiledModule } from "../../src/machine/policy/module.js";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "nmicheck-load-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function refusal(text: string): Promise<string> {
  const result = await loadPolicy(text);
  if (result.kind === "loaded") throw new Error(`${text} was loaded`);
  return result.diagnostics.map(renderDiagnostic).join("\n").replaceAll(folder, "FOLDER");
}

async function policyFile(name: string, source: string): Promise<string> {
  const file = join(folder, name);
  await writeFile(file, source);
  return file;
}

describe("built-in policies", () => {
  test.each(["none", "v5", "mainline"])(
    "%s compiles to the module it is known by",
    async (name) => {
      const result = await loadPolicy(name);
      if (result.kind !== "loaded") throw new Error("refused");
      const compiled = await result.policy.compile();
      expect(result.policy.model).toEqual({ name: compiled.module.name, sha256: compiled.sha256 });
    },
  );

  test("is compiled once, however many runs of a checker ask for it", async () => {
    const result = await loadPolicy("mainline");
    if (result.kind === "refused") throw new Error("mainline was refused");
    const { policy } = result;
    const [first, second] = await Promise.all([policy.compile(), policy.compile()]);
    expect(second).toBe(first);
    const again = await loadPolicy("mainline");
    if (again.kind === "refused") throw new Error("mainline was refused");
    expect(await again.policy.compiled()).toBe(await policy.compiled());
    expect(await again.policy.compiledBoard()).toBe(await policy.compiledBoard());
  });

  test("an unknown name gets the nearest one", async () => {
    expect(await refusal("mainlin")).toBe(
      "error[configuration/unknown-name]: there is no policy `mainlin`.\n  → did you mean `mainline`? Known: none, v5, mainline.",
    );
  });
});

describe("a policy that is run", () => {
  const source = `import type { Policy, Seen, Vector } from "nmicheck/policy";

export const shifted: Policy<Vector<boolean, 2>> = {
  initial: [false, false],
  enter: (memory: Vector<boolean, 2>, seen: Seen) => memory.with(seen.handled - 1, true),
  proceed: (memory) => ({ memory, walk: "on" }),
  finish: (memory) => ({ memory, unclaimed: "report" }),
};`;

  test("fails at a negative index, where JavaScript would change the last item", async () => {
    const result = await loadPolicy(await policyFile("shifted.ts", source));
    if (result.kind !== "loaded") throw new Error("refused");
    const { enter } = result.policy.policy;
    expect(enter([false, false], { backToBack: false, handled: 1 })).toEqual([true, false]);
    expect(() => enter([false, false], { backToBack: false, handled: 0 })).toThrow(
      "threw RangeError: index -1 is outside an array of 2 items",
    );
  });
});

describe("a policy that is told more", () => {
  const source = `import type { Policy, SeenMore } from "nmicheck/policy";

export const bySource: Policy<null, SeenMore> = {
  initial: null,
  enter: (memory) => memory,
  proceed: (memory) => ({ memory, walk: "on" }),
  finish: (memory, seen) => ({ memory, unclaimed: seen.sources.other ? "report" : "swallow" }),
};
`;

  test("is refused for the core, in its place", async () => {
    const file = await policyFile("by-source.ts", source);
    expect((await refusal(file)).split("\n").slice(0, 4)).toEqual([
      "error[L146]: this model does not tell a policy `SeenMore`.",
      "FOLDER/by-source.ts:3:37",
      "  3 | export const bySource: Policy<null, SeenMore> = {",
      "    |                                     ^",
    ]);
  });

  test("is loaded for a machine that tells it, whose model it is known by", async () => {
    const file = await policyFile("by-source.ts", source);
    const result = await loadPolicy(file, "told");
    if (result.kind === "refused") throw new Error("refused");
    const { policy } = result;
    expect(policy).toMatchObject({
      isToldMore: true,
      model: { name: "NmiBySource_policy_input_bitmap" },
    });
    expect(await policy.modelFor(readAxes(["policy-input=bitmap"]))).toEqual(policy.model);
  });

  test("one that says it sees no more than others is for every machine", async () => {
    const file = await policyFile(
      "seen.ts",
      source.replaceAll("SeenMore", "Seen").replace("seen.sources.other", "seen.backToBack"),
    );
    const result = await loadPolicy(file);
    expect(result).toMatchObject({ kind: "loaded", policy: { isToldMore: false } });
  });
});

describe("a policy file outside the project", () => {
  test("is compiled, and runs as it stands, with modules of its own", async () => {
    await policyFile("limit.ts", "export const LIMIT = 2;\n");
    const file = await policyFile(
      "counting.ts",
      `import type { Policy, Range } from "nmicheck/policy";
import { LIMIT } from "./limit.js";

/** Swallows at most two unclaimed back-to-back NMIs. */
export const counting: Policy<Range<0, 2>> = {
  initial: 0,
  enter: (memory, seen) => (seen.backToBack ? memory : 0),
  proceed: (memory) => ({ memory, walk: "on" }),
  finish: (memory, seen) =>
    seen.handled > 0
      ? { memory: seen.handled > 1 ? LIMIT : memory, unclaimed: "report" }
      : { memory: Math.max(memory - 1, 0), unclaimed: memory > 0 ? "swallow" : "report" },
};
`,
    );
    const result = await loadPolicy(file);
    if (result.kind === "refused")
      throw new Error(result.diagnostics.map(renderDiagnostic).join("\n"));
    const { policy } = result;
    expect(policy.name).toBe("counting");
    expect(policy.model.name).toBe("NmiCounting");
    expect(policy.policy.finish(0, { backToBack: true, handled: 2 }).memory).toBe(2);
    expect(policy.policy.enter(1, { backToBack: true, handled: 0 })).toBe(1);
  });

  test("that is not there", async () => {
    expect(await refusal(join(folder, "nowhere.ts"))).toBe(
      "error[policy/not-found]: there is no policy file `FOLDER/nowhere.ts`.\n  → give the path of a TypeScript file that exports a policy, or one of none, v5, mainline.",
    );
  });

  test("that is a folder", async () => {
    expect(await refusal(folder)).toMatch(
      /^error\[policy\/unreadable\]: the policy file `FOLDER` cannot be read: EISDIR/,
    );
  });
});

test("a machine is known by the same module whether something was asked of it before or not", async () => {
  const loaded = await loadPolicy("mainline");
  if (loaded.kind === "refused") throw new Error("mainline does not load");
  const { policy } = loaded;
  let without = 0;
  for (const axes of eachAxisAlone()) {
    const asked = await policy.compile(axes, everyStateProperty);
    const { model, module, sha256 } = compiledModule(await wholeModelFor(policy, axes), axes);
    if (asked.model.invariants.length > model.invariants.length) without += 1;
    expect(await policy.modelFor(axes)).toEqual({ name: module.name, sha256 });
  }
  expect(without).toBeGreaterThan(0);
});
