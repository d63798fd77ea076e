import { expect, test } from "vitest";
import type { Chain } from "../../spec/platforms.js";
import { policies } from "../../spec/policies/all.js";
import { policyOf } from "../../src/analyses/limits/best-policy.js";
import { compare, type Shown } from "../../src/analyses/limits/comparison.js";
import {
  DEFAULT_OBSERVATION,
  type Observation,
  standardObservations,
} from "../../src/analyses/limits/observation.js";
import { compareTable } from "../../src/analyses/limits/table-comparison.js";
import { runTable } from "../../src/analyses/limits/table-run.js";
import { tableLines } from "../../src/analyses/limits/table-text.js";
import { namedPlatform, platformNames } from "../../src/machine/configuration/platform.js";
import { slice, whole, wholly } from "../slice.js";
import { comparePlainly } from "./plain-comparison.js";
import { bestTable, expectAsKnown, promised } from "./table-agreement.js";

const chains: readonly Chain[] = [[1], [2]];

test.each(
  slice(
    platformNames.flatMap((name) => chains.map((chain) => ({ name, chain }))),
    9,
  ),
)(
  "a table says what a perfect memory knows, at every decision: $name, chain $chain",
  ({ name, chain }) => {
    const platform = namedPlatform(name, chain);
    for (const observation of standardObservations) {
      for (const promise of promised) {
        expect(expectAsKnown(platform, observation, promise)).toBeGreaterThan(20);
      }
    }
  },
);

// Every observer, on chains of two handlers, is in the full run.
test.each(wholly(promised))("and on chain [2,1] with a bitmap: %s", (promise) => {
  const platform = namedPlatform("ideal");
  const observation: Observation = ["rip", "handlers", "bitmap"];
  expect(expectAsKnown(platform, observation, promise)).toBeGreaterThan(100);
});

whole("with a bit for unknown sources the perfect policy looks at nothing else", () => {
  const platform = namedPlatform("ideal");
  const observation: Observation = ["rip", "handlers", "bitmap"];
  const { table, machine } = bestTable(platform, observation, "NoFalseSwallow");
  expect(machine).toBeNull();
  expect(table).toMatchObject({ states: 1, isSmallest: true, looksAt: ["bitmap"] });
  expect(tableLines(table)).toEqual([
    "unclaimed, bits 001 or bits 011 or bits 101 or bits 111: report",
    "unclaimed, bits 010 or bits 100 or bits 110: swallow",
    "claimed: nothing to decide",
  ]);
  const { violated } = runTable({ platform, walk: "chain", observation, table });
  expect([...violated.keys()]).toEqual(["NoMasked"]);
});

test.each(wholly(platformNames))("a table keeps its promise on %s, whatever is seen", (name) => {
  const platform = namedPlatform(name, [2]);
  for (const observation of standardObservations) {
    for (const promise of promised) {
      const { table } = bestTable(platform, observation, promise);
      const { violated } = runTable({ platform, walk: "chain", observation, table });
      expect(violated.has(promise)).toBe(false);
    }
  }
});

whole("where there is a policy file, the table differs from mainline where the file does", () => {
  for (const name of slice(platformNames, 3)) {
    const platform = namedPlatform(name);
    for (const promise of promised) {
      const { table, machine } = bestTable(platform, DEFAULT_OBSERVATION, promise);
      if (machine === null) throw new Error("a policy file sees enough for it");
      const subject = { platform, walk: "chain", observation: DEFAULT_OBSERVATION, table } as const;
      expect(lengthsOf(compareTable(subject, policies.mainline))).toEqual(
        lengthsOf(compare({ platform }, policies.mainline, policyOf(machine, "chain"))),
      );
    }
  }
});

test.each(wholly(["ideal", "sticky+shadow"] as const))(
  "NMI by NMI a table differs from mainline as event by event, on %s",
  (name) => {
    const platform = namedPlatform(name, [1, 1]);
    const observation: Observation = ["rip", "handlers", "bitmap-shared"];
    for (const promise of promised) {
      const { table } = bestTable(namedPlatform("ideal", [1, 1]), observation, promise);
      // On other platforms than its own as well, where it meets what it has no row for.
      const subject = { platform, walk: "chain", observation, table } as const;
      const plain = comparePlainly(subject, policies.mainline);
      expect(plain.length).toBeGreaterThan(0);
      expect(lengthsOf(compareTable(subject, policies.mainline))).toEqual(lengthsOf(plain));
    }
  },
);

/** How long the shortest run is that shows each difference. */
function lengthsOf(shown: readonly Shown[]) {
  return shown.map(({ difference, first, second }) => [
    difference,
    first.steps.length,
    second.steps.length,
  ]);
}
