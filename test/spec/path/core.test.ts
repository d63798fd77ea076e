import { expect, test } from "vitest";
import { noAxes } from "../../../spec/path/no-axes.js";
import { policies, policyNames } from "../../../spec/policies/all.js";
import { eventText } from "../../../src/explore/executable-model.js";
import { reachableEdges } from "../../../src/explore/graph.js";
import { nmiModel } from "../../../src/explore/nmi-model.js";
import { pathModel } from "../../../src/explore/path-model.js";

const flags = [false, true];
const configurations = policyNames.flatMap((policy) =>
  flags.flatMap((sticky) =>
    flags.flatMap((shadow) =>
      [[1], [1, 1], [2], [2, 1]].map(([first = 1, ...rest]) => ({
        policy,
        platform: { chain: [first, ...rest] as const, rips: 2, sticky, shadow },
      })),
    ),
  ),
);

/** What the core knows of a state of the whole path. */
function core(state: object, names: readonly string[]): string {
  const entries = Object.entries(state).filter(([name]) => names.includes(name));
  return JSON.stringify(Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1))));
}

test.each(configurations)(
  "with all axes off the whole path is the core, step for step: $policy, $platform",
  ({ policy: name, platform }) => {
    const policy = policies[name];
    const narrow = nmiModel({ platform, policy });
    const wide = pathModel({ platform, axes: noAxes, policy });
    const names = Object.keys(narrow.initial());
    const steps = reachableEdges(wide);
    for (const { source, event, target } of reachableEdges(narrow)) {
      const step = steps.next().value;
      if (step === undefined) throw new Error("the whole path has fewer steps");
      expect([step.source.number, eventText(step.event), step.target.number]).toEqual([
        source.number,
        eventText(event),
        target.number,
      ]);
      expect(core(step.target.state, names)).toBe(core(target.state, names));
    }
    expect(steps.next().done).toBe(true);
  },
);
