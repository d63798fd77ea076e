import { describe, expect, test } from "vitest";
import { renderDiagnostic } from "../../src/base/diagnostic/render.js";
import { explore } from "../../src/checkers/explore/breadth-first.js";
import { eventText } from "../../src/checkers/explore/executable-model.js";
import type { Answer } from "../../src/checkers/explore/exploration.js";
import { dieHard, type JugEvent, type Jugs } from "./die-hard.js";

function lengthOf(answer: Answer<Jugs, JugEvent> | undefined): number {
  return answer?.answer === "violated" ? answer.path.steps.length + 1 : 0;
}

describe("a model of two jugs, 97 states generated, 16 distinct, depth 8 in TLC", () => {
  test("one exploration answers every property and counts as TLC counts", async () => {
    const result = await explore(dieHard);
    expect(result).toMatchObject({ distinct: 16, generated: 97, depth: 8 });
    expect([...result.answers.keys()]).toEqual(["NotFour", "NotNegative", "NotFull"]);
    expect(lengthOf(result.answers.get("NotFour"))).toBe(7);
    expect(result.answers.get("NotNegative")).toEqual({ answer: "holds" });
    expect(lengthOf(result.answers.get("NotFull"))).toBe(3);
  });

  test("a counterexample is a behaviour, the first of the shortest in the order of events", async () => {
    const { answers } = await explore(dieHard, { properties: ["NotFour"] });
    const answer = answers.get("NotFour");
    expect([...answers.keys()]).toEqual(["NotFour"]);
    expect(answer?.answer === "violated" && answer.path).toEqual({
      initial: { big: 0, small: 0 },
      steps: [
        [
          { name: "fill", parameters: { from: "big" } },
          { big: 5, small: 0 },
        ],
        [
          { name: "pour", parameters: { from: "big" } },
          { big: 2, small: 3 },
        ],
        [
          { name: "empty", parameters: { from: "small" } },
          { big: 2, small: 0 },
        ],
        [
          { name: "pour", parameters: { from: "big" } },
          { big: 0, small: 2 },
        ],
        [
          { name: "fill", parameters: { from: "big" } },
          { big: 5, small: 2 },
        ],
        [
          { name: "pour", parameters: { from: "big" } },
          { big: 4, small: 3 },
        ],
      ].map(([event, state]) => ({ event, state })),
    });
  });

  test("a bound that is met is said, and a bound that is not met changes nothing", async () => {
    const few = await explore(dieHard, { maxStates: 5 });
    expect(few.distinct).toBe(5);
    expect(few.answers.get("NotNegative")).toEqual({
      answer: "bounded",
      bound: { bound: "states", limit: 5 },
    });

    const shallow = await explore(dieHard, { maxDepth: 3 });
    expect(shallow.depth).toBe(3);
    expect(shallow.answers.get("NotFour")).toEqual({
      answer: "bounded",
      bound: { bound: "depth", limit: 3 },
    });
    expect(lengthOf(shallow.answers.get("NotFull"))).toBe(3);

    const wide = await explore(dieHard, { maxStates: 16, maxDepth: 8, maxSeconds: 60 });
    expect(wide).toMatchObject({ distinct: 16, generated: 97, depth: 8 });
    expect(wide.answers.get("NotNegative")).toEqual({ answer: "holds" });
  });

  test("a signal and a time limit end an exploration", async () => {
    const cancelled = await explore(dieHard, { signal: AbortSignal.abort() });
    expect(cancelled.answers.get("NotFour")).toEqual({
      answer: "bounded",
      bound: { bound: "cancelled" },
    });
    const late = await explore(dieHard, { maxSeconds: 0 });
    expect(late.answers.get("NotFour")).toEqual({
      answer: "bounded",
      bound: { bound: "time", seconds: 0 },
    });
  });

  test("a signal that comes while it runs ends an endless exploration", async () => {
    const controller = new AbortController();
    const counter = {
      ...dieHard,
      events: [dieHard.events[0]].filter((event) => event !== undefined),
    };
    const result = await explore(
      { ...counter, apply: (_event, jugs) => ({ ...jugs, big: jugs.big + 1 }), invariants: [] },
      {
        signal: controller.signal,
        onProgress: ({ distinct }) => distinct > 1000 && controller.abort(),
      },
    );
    expect(result.distinct).toBe(1025);
    expect(result.depth).toBe(1025);
  });
});

describe("a model that throws", () => {
  const broken = {
    ...dieHard,
    apply(event: JugEvent, jugs: Jugs): Jugs | null {
      if (event.name === "pour" && jugs.big === 5) throw new RangeError("index 5 is outside");
      return dieHard.apply(event, jugs);
    },
  };

  test("fails with the event and the state, and what was found before stays found", async () => {
    const { answers } = await explore({
      ...broken,
      invariants: [...dieHard.invariants, { name: "NeverBig", holds: (jugs) => jugs.big === 0 }],
    });
    expect(answers.get("NeverBig")?.answer).toBe("violated");
    const answer = answers.get("NotFour");
    expect(answer?.answer === "failed" && renderDiagnostic(answer.diagnostic)).toBe(
      [
        "error[explore/model-error]: the model failed in the event pour(small), in the state " +
          '{"big":5,"small":0} after 1 event. RangeError: index 5 is outside.',
        "  → correct the model or the policy: it must give an answer in every reachable state.",
      ].join("\n"),
    );
  });

  test("fails in a property and in the initial state, too", async () => {
    const holds = (): boolean => {
      throw new Error("no idea");
    };
    const inProperty = await explore({ ...dieHard, invariants: [{ name: "Odd", holds }] });
    const answer = inProperty.answers.get("Odd");
    expect(answer?.answer === "failed" && answer.diagnostic.message).toBe(
      'the model failed in the property Odd, in the state {"big":0,"small":0} after 0 events. ' +
        "Error: no idea.",
    );
    const atStart = await explore({
      ...dieHard,
      initial: () => {
        throw new Error("nowhere to start");
      },
    });
    expect(atStart).toMatchObject({ distinct: 0, generated: 0, depth: 0 });
    const first = atStart.answers.get("NotFour");
    expect(first?.answer === "failed" && first.diagnostic.message).toBe(
      "the model failed in the initial state. Error: nowhere to start.",
    );
  });
});

test("a model that changes its mind is refused", async () => {
  let asked = 0;
  const fickle = {
    ...dieHard,
    apply: (event: JugEvent, jugs: Jugs) => (asked++ < 90 ? dieHard.apply(event, jugs) : null),
  };
  await expect(explore(fickle)).rejects.toThrow(
    'the model first allowed the event fill(big) in the state {"big":0,"small":0}, then refused it.',
  );
});

test("an event reads as a call", () => {
  expect(eventText({ name: "raise", parameters: { handler: 0, slot: 1 } })).toBe("raise(0, 1)");
  expect(eventText({ name: "deliver", parameters: {} })).toBe("deliver");
});
