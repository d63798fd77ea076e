import { expect, test } from "vitest";
import { policies } from "../../spec/policies/all.js";
import type { Policy } from "../../spec/policy.js";
import { reachableEdges } from "../../src/checkers/explore/graph.js";
import { namedPlatform } from "../../src/machine/configuration/platform.js";
import { nmiModel } from "../../src/machine/model/nmi-model.js";

/** The same policy, which keeps every object that it is shown. */
function watched(policy: Policy<unknown>, shown: object[]): Policy<unknown> {
  return {
    ...policy,
    enter: (memory, seen) => {
      shown.push(seen);
      return policy.enter(memory, seen);
    },
    finish: (memory, seen) => {
      shown.push(seen);
      return policy.finish(memory, seen);
    },
  };
}

test("a machine that tells a policy no more than Seen shows it one ip, whatever the NMI's is", () => {
  const shown: object[] = [];
  const platform = namedPlatform("ideal", [1], 2);
  const model = nmiModel({ platform, policy: watched(policies.mainline, shown) });
  expect([...reachableEdges(model)].length).toBeGreaterThan(100);
  const ips = new Set(shown.map((seen) => ("ip" in seen ? seen.ip : undefined)));
  expect(ips).toEqual(new Set([1]));
});
