import { expect, test } from "vitest";
import { instantiate } from "../../src/ir/instance.js";
import { builtInPolicyFile, compilePolicy } from "../../src/policy/module.js";
import { compareGraphs } from "./solver-graph.js";

/** The whole graph of a policy on a machine, by the solver and by the interpreter. */
async function compared(policy: string, chain: readonly number[], rips: number) {
  const result = compilePolicy(builtInPolicyFile(policy));
  if (result.kind === "refused") throw result.faults[0] ?? new Error("refused");
  const instance = instantiate(result.policy.model, { chain, rips, sticky: false, shadow: false });
  return compareGraphs(instance, ["chain", "rips"]);
}

test("the solver enumerates the successors that the interpreter has, on a whole graph", async () => {
  const { states, enabled } = await compared("mainline", [1], 1);
  expect(states).toBeGreaterThan(50);
  expect(enabled).toBeGreaterThan(states);
});
