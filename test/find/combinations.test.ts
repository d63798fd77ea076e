import { join } from "node:path";
import { expect, test } from "vitest";
import { at } from "../../spec/language.js";
import { policyNames } from "../../spec/policies/all.js";
import { findScenarios } from "../../src/analyses/find/find.js";
import { packageRoot } from "../../src/base/package/root.js";
import { namedPlatform, platformNames } from "../../src/machine/configuration/platform.js";
import { nmiModel } from "../../src/machine/model/nmi-model.js";
import { nmiProperties } from "../../src/machine/model/property-names.js";
import { loadPolicy } from "../../src/machine/policy/load.js";
import { slice } from "../slice.js";
import { table } from "./table.js";

const ownPolicy = join(packageRoot, "examples", "policies", "perf-2.6.36.ts");
const matrix = [...policyNames, ownPolicy].flatMap((policy) =>
  platformNames.map((name) => [policy.replace(/.*\//, ""), name, policy] as const),
);

/** The states of a shortest behaviour that violates, the initial one included; null if none does. */
function shortest({
  next,
  isBad,
}: Pick<ReturnType<typeof table>, "next" | "isBad">): number | null {
  const depths: (number | undefined)[] = [1];
  const open = [0];
  for (const state of open) {
    const depth = depths[state] ?? 0;
    if (at(isBad, state)) return depth;
    for (const after of at(next, state)) {
      if (after === null || depths[after] !== undefined) continue;
      depths[after] = depth + 1;
      open.push(after);
    }
  }
  return null;
}

test.each(slice(matrix, 20))("%s on %s: every property, to its end", async (_, name, policy) => {
  const loaded = await loadPolicy(policy);
  if (loaded.kind === "refused") throw loaded.diagnostics[0] ?? new Error(`${policy} is refused`);
  const platform = namedPlatform(name, [1, 1]);
  const model = nmiModel({ platform, policy: loaded.policy.policy });
  for (const property of nmiProperties) {
    const request = { policy: loaded.policy, platform, property, version: "0.0.0" };
    const { classes, minimalRuns, mazurkiewiczClasses, completeness } =
      await findScenarios(request);
    expect(completeness.is).toBe("complete");
    const length = shortest(table(model, property));
    // A shortest counterexample is minimal: what is left of it when something goes is shorter still.
    const [first] = classes;
    expect([property, first === undefined ? null : first.example.events.length + 1]).toEqual([
      property,
      length,
    ]);
    expect(minimalRuns === 0).toBe(length === null);
    expect(classes.reduce((sum, { runs }) => sum + runs, 0)).toBe(minimalRuns);
    expect(mazurkiewiczClasses).toBeLessThanOrEqual(minimalRuns);
    const bounded = await findScenarios({ ...request, maxEvents: 2 });
    expect(bounded.minimalRuns).toBeLessThanOrEqual(minimalRuns);
    // No bound is kept silent: what was not searched to its end says how far it was.
    if (bounded.minimalRuns < minimalRuns) {
      expect(bounded.completeness).toMatchObject({ is: "bounded", maxEvents: 2 });
    }
  }
});
