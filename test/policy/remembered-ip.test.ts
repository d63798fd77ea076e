import { join } from "node:path";
import { beforeAll, expect, test } from "vitest";
import { lastHandledRip } from "../../examples/policies/last-handled-rip.js";
import { packageRoot } from "../../src/base/package/root.js";
import { compileForExploration } from "../../src/checkers/packed/compiled-model.js";
import { explorePacked } from "../../src/checkers/packed/explore-packed.js";
import { symmetricTypes } from "../../src/checkers/packed/symmetric-types.js";
import { readAxes } from "../../src/machine/configuration/named-axes.js";
import { namedPlatform } from "../../src/machine/configuration/platform.js";
import { nmiModel } from "../../src/machine/model/nmi-model.js";
import { type LoadedPolicy, loadPolicy } from "../../src/machine/policy/load.js";
import { observed } from "../agree/observed.js";
import { graphDifference } from "../packed/graph-difference.js";
import { whole } from "../slice.js";

const file = join(packageRoot, "examples", "policies", "last-handled-rip.ts");
const told = readAxes(["policy-input=handlers"]);

let policy: LoadedPolicy;
beforeAll(async () => {
  const result = await loadPolicy(file, "told");
  if (result.kind === "refused") throw result.diagnostics[0] ?? new Error("refused");
  policy = result.policy;
});

whole(
  "a policy that remembers an ip: the executed model and the compiled one have one graph",
  async () => {
    const { chain, rips, sticky, shadow } = namedPlatform("shadow", [2], 2);
    const platform = { chain, rips, sticky, shadow };
    const { model } = await policy.compile(told);
    const compiled = compileForExploration(model, platform);
    const executable = nmiModel({ platform, axes: told.machine, policy: lastHandledRip });
    expect(await graphDifference(compiled, observed(executable, model))).toBeNull();
    const properties = ["NoFalseSwallow", "NoSpurious"] as const;
    const { answers, distinct } = await explorePacked(compiled, executable, { properties });
    expect(answers.get("NoSpurious")?.answer).toBe("violated");
    // States are one only where the remembered ip is one, too.
    const reductions = ["symmetry"] as const;
    const reduced = compileForExploration(model, platform, { reductions, properties });
    const found = await explorePacked(reduced, executable, { properties });
    expect([...found.answers.values()].map(({ answer }) => answer)).toEqual(
      [...answers.values()].map(({ answer }) => answer),
    );
    expect(found.distinct).toBeLessThanOrEqual(distinct);
  },
);

test("in the model with it no two places are held to be one for what it does not remember", async () => {
  const { model } = await policy.compile(told);
  expect(symmetricTypes(model)).toEqual([]);
});
