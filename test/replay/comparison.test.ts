import fc from "fast-check";
import { expect, test } from "vitest";
import type { Answer } from "../../src/engines/engine.js";
import { agrees, compare } from "../../src/engines/replay/comparison.js";

// Few values of each, so that equal answers are as likely as different ones.
const onAxes = fc.record({
  ownSource: fc.option(fc.boolean(), { nil: undefined }),
  sources: fc.option(fc.constantFrom([], [3], [2, 3]), { nil: undefined }),
});
const core = fc.record({
  rip: fc.integer({ min: 1, max: 2 }),
  lastNmiRip: fc.constantFrom(null, 1),
  swallowNmi: fc.boolean(),
  active: fc.constantFrom([[false]], [[true]], [[false], [false]], [[false, false]]),
  pending: fc.boolean(),
});
const state = fc.tuple(core, onAxes).map(([of, added]) => ({ ...of, ...added }));
const nmi = fc.record({
  kind: fc.constant("nmi" as const),
  claimed: fc.constantFrom([0], [1], [0, 0]),
  outcome: fc.constantFrom("handled" as const, "unknown" as const),
  state: fc.option(state, { nil: undefined }),
});
const answer: fc.Arbitrary<Answer> = fc.oneof(
  nmi,
  fc.record({ kind: fc.constant("state" as const), state }),
  fc.constant({ kind: "done" as const }),
  fc.constant({ kind: "refused" as const, code: "order" as const, message: "no" }),
);
/** What the model may expect. */
const expected = answer.filter(({ kind }) => kind !== "refused");

test("the quick comparison says the same as the one that is shown", () => {
  fc.assert(
    fc.property(expected, answer, (model, engine) => {
      const differs = compare(model, engine).some((compared) => compared.differs);
      expect(agrees(model, engine)).toBe(!differs);
    }),
    { numRuns: 5_000, seed: 1 },
  );
});

test("what either side does not tell is not compared", () => {
  const told: Answer = {
    kind: "nmi",
    claimed: [1],
    outcome: "handled",
    state: { rip: 1, lastNmiRip: 1, swallowNmi: false, active: [[false]], pending: false },
  };
  expect(agrees(told, { ...told, state: undefined })).toBe(true);
  expect(compare(told, { ...told, state: undefined }).map(({ aspect }) => aspect)).toEqual([
    "claimed",
    "outcome",
  ]);
});
