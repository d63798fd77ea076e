import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { checkLiveness } from "../../src/checkers/liveness/check-liveness.js";
import { whyNoCounterexample } from "../../src/checkers/liveness/refutes.js";
import { demanded, executed, type RandomGraph, randomGraph } from "./random-graph.js";
import { isBrokenBySomeSet } from "./subsets.js";

async function answerOf(graph: RandomGraph) {
  const { answers } = await checkLiveness(executed(graph), [demanded(graph)]);
  const answer = answers.get("Asked");
  if (answer === undefined) throw new Error("there is no answer");
  return answer;
}

test("fair cycles are found where there are any, and only there", async () => {
  const answers = { holds: 0, violated: 0 };
  await fc.assert(
    fc.asyncProperty(randomGraph(6), async (graph) => {
      const answer = await answerOf(graph);
      expect(answer.answer).toBe(isBrokenBySomeSet(graph) ? "violated" : "holds");
      if (answer.answer === "violated") {
        answers.violated++;
        expect(whyNoCounterexample(executed(graph), demanded(graph), answer.path)).toBeNull();
      } else {
        answers.holds++;
      }
    }),
    { numRuns: 1500, seed: 6 },
  );
  // Neither answer is the only one.
  expect(Math.min(answers.holds, answers.violated)).toBeGreaterThan(200);
});

/** Two states: `first` goes from 0 to 1, `second` back; it waits in both, and only in state 1 … */
const swing: RandomGraph = {
  states: 3,
  targets: [
    [1, -1, -1, -1, -1, -1],
    [-1, -1, 0, -1, -1, -1],
    // `third` leaves the cycle from state 1, for where the demand is met.
    [-1, -1, 2, -1, -1, -1],
  ],
  assumed: ["weak", "weak", "nothing"],
  whenever: [true, false, false, false, false, false],
  eventually: [false, false, false, false, true, false],
};

describe("an action that is enabled again and again", () => {
  test("need not happen if nothing is assumed of it, nor if it is weakly fair", async () => {
    expect((await answerOf(swing)).answer).toBe("violated");
    const weak = { ...swing, assumed: ["weak", "weak", "weak"] as const };
    const answer = await answerOf(weak);
    expect(answer.answer === "violated" && [answer.path.loop, answer.path.steps.length]).toEqual([
      0, 2,
    ]);
  });

  test("happens if it is strongly fair", async () => {
    const strong = { ...swing, assumed: ["weak", "weak", "strong"] as const };
    expect((await answerOf(strong)).answer).toBe("holds");
  });
});

test("a behaviour may stop where nothing is weakly fair, and not where something is", async () => {
  const idle = { ...swing, assumed: ["nothing", "nothing", "nothing"] as const };
  const answer = await answerOf(idle);
  expect(answer.answer === "violated" && [answer.path.loop, answer.path.steps.length]).toEqual([
    0, 0,
  ]);
});

test("what ceases cannot be in a cycle", async () => {
  const ceasing = { ...swing, assumed: ["weak", "ceasing", "weak"] as const };
  // State 1 is left in the end, by `third` alone.
  expect((await answerOf(ceasing)).answer).toBe("holds");
});

describe("a behaviour is no counterexample if", () => {
  const model = executed(swing);
  const [go, back] = [model.events[0], model.events[2]];
  const zero = { s: 0 };
  const one = { s: 1 };
  if (go === undefined || back === undefined) throw new Error("the model has no events");
  const round = [
    { event: go, state: one },
    { event: back, state: zero },
  ];
  const why = (loop: number, steps: typeof round, graph: RandomGraph = swing) =>
    whyNoCounterexample(model, demanded(graph), { initial: zero, steps, loop });

  test("it is one", () => {
    expect(why(0, round)).toBeNull();
  });

  test("its cycle does not close", () => {
    expect(why(1, round)).toBe("does not come back to the state where its cycle starts");
  });

  test("the demand is met", () => {
    const eventually = [false, false, true, false, false, false];
    expect(why(0, round, { ...swing, eventually })).toBe("meets the demand");
    const whenever = [false, false, false, false, false, false];
    expect(why(0, round, { ...swing, whenever })).toBe("meets the demand");
  });

  test("it is not fair", () => {
    expect(why(2, round)).toEqual({ unfair: "first(0)" });
    expect(why(0, round, { ...swing, assumed: ["weak", "weak", "strong"] })).toEqual({
      unfair: "third(0)",
    });
    expect(why(0, round, { ...swing, assumed: ["weak", "ceasing", "nothing"] })).toEqual({
      unfair: "second",
    });
  });
});

test("a bound is told, and nothing is claimed", async () => {
  const checked = await checkLiveness(
    {
      initial: () => ({ s: 0 }),
      events: [{ name: "up", parameters: {} }],
      apply: (_event, { s }) => ({ s: s + 1 }),
      invariants: [],
    },
    [demanded(swing)],
    { maxStates: 5000 },
  );
  expect(checked.answers.get("Asked")).toEqual({
    answer: "bounded",
    bound: { bound: "states", limit: 5000 },
  });
});
