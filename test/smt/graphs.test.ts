import { expect, test } from "vitest";
import type { PolicyName } from "../../spec/policies/all.js";
import { instantiate } from "../../src/compiler/ir/instance.js";
import { compiledPolicy } from "../agree/nmi-configurations.js";
import { compareGraphs } from "./solver-graph.js";

/** The whole graph of a policy on a machine, by the solver and by the interpreter. */
async function compared(policy: PolicyName, chain: readonly number[], rips: number) {
  const instance = instantiate(compiledPolicy(policy).model, {
    chain,
    rips,
    sticky: false,
    shadow: false,
  });
  return compareGraphs(instance, ["chain", "rips"]);
}

test("the solver enumerates the successors that the interpreter has, on a whole graph", async () => {
  const { states, enabled } = await compared("mainline", [1], 1);
  expect(states).toBeGreaterThan(50);
  expect(enabled).toBeGreaterThan(states);
});
