import { describe, expect, test } from "vitest";
import { nmi } from "../../spec/cpu/nmi.js";
import { noAxes } from "../../spec/cpu/no-axes.js";
import { type PolicyName, policies } from "../../spec/policies/all.js";
import { explore } from "../../src/checkers/explore/breadth-first.js";
import { eventText, successors } from "../../src/checkers/explore/executable-model.js";
import { nmiModel } from "../../src/machine/model/nmi-model.js";
import { everyStateProperty } from "../../src/machine/model/property-names.js";

const ideal = { chain: [2, 1], rips: 2, sticky: false, shadow: false } as const;

const known: Readonly<
  Record<PolicyName, { distinct: number; lengths: Readonly<Record<string, number>> }>
> = {
  none: { distinct: 2_874, lengths: { NoSpurious: 13, NoMasked: 8 } },
  v5: { distinct: 4_168, lengths: { NoFalseSwallow: 13, NoMasked: 7, NoStranded: 7 } },
  mainline: { distinct: 4_408, lengths: { NoFalseSwallow: 14, NoMasked: 8 } },
};

describe("the known verdicts on the ideal platform, chain [2,1], 2 ips", () => {
  test.each(Object.entries(known))("%s", async (name, expected) => {
    const policy = Object.entries(policies).find(([other]) => other === name)?.[1];
    if (policy === undefined) throw new Error(`no policy ${name}`);
    const model = nmiModel({ platform: ideal, policy });
    const { answers, distinct } = await explore(model);
    expect(distinct).toBe(expected.distinct);
    expect([...answers.keys()]).toEqual([...everyStateProperty]);
    for (const { name: property, holds } of model.invariants) {
      const answer = answers.get(property);
      const length = expected.lengths[property];
      if (length === undefined) {
        expect(answer).toEqual({ answer: "holds" });
        continue;
      }
      if (answer?.answer !== "violated") throw new Error(`${property} must be violated`);
      const states = [answer.path.initial, ...answer.path.steps.map((step) => step.state)];
      expect(states.length).toBe(length);
      expect(states.map(holds)).toEqual(states.map((_, index) => index < length - 1));
    }
  });
});

test("every property of the model is asked about", () => {
  expect([...everyStateProperty].sort()).toEqual(Object.keys(nmi.invariants).sort());
});

test("events come in the fixed order", () => {
  const { events } = nmiModel({ platform: ideal, policy: policies.mainline });
  expect(events.map(eventText)).toEqual([
    "raise(0, 0)",
    "raise(0, 1)",
    "raise(1, 0)",
    "external",
    "execute(1)",
    "execute(2)",
    "deliver",
    "poll",
    "decide",
  ]);
});

test("successors are the events that can happen", () => {
  const model = nmiModel({ platform: { ...ideal, shadow: true }, policy: policies.v5 });
  const pending = nmi.actions.external(
    { platform: ideal, policy: policies.v5, axes: noAxes },
    model.initial(),
  );
  if (pending === null) throw new Error("an unknown edge is always possible");
  expect([...successors(model, pending)].map((step) => eventText(step.event))).toEqual([
    "raise(0, 0)",
    "raise(0, 1)",
    "raise(1, 0)",
    "external",
    "execute(1)",
    "execute(2)",
    "deliver",
  ]);
});
