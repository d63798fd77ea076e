import { describe, expect, test } from "vitest";
import { renderDiagnostic } from "../../src/base/diagnostic/render.js";
import { explore } from "../../src/checkers/explore/breadth-first.js";
import { interpretedModel } from "../../src/checkers/explore/interpreted-model.js";
import { compileForExploration } from "../../src/checkers/packed/compiled-model.js";
import { explorePacked } from "../../src/checkers/packed/explore-packed.js";
import { graphDifference } from "./graph-difference.js";
import { blindLamps, brokenLamps, lamps, tornLamps } from "./lamps.js";
import { configuration } from "./nmi.js";

const ideal = { chain: [2, 1], rips: 2, sticky: false, shadow: false } as const;

describe("another model, with states of more than 64 bits", () => {
  const compiled = compileForExploration(lamps, { count: 70 });
  const model = interpretedModel(compiled.instance);

  test("is explored in three words a state", async () => {
    expect(compiled.layout.words).toBe(3);
    const { answers, distinct, generated, depth } = await explorePacked(compiled, model);
    expect({ distinct, generated, depth }).toEqual({ distinct: 140, generated: 141, depth: 140 });
    const answer = answers.get("SomeOff");
    expect(answer?.answer === "violated" && answer.path.steps.length).toBe(70);
  });

  test("has the same graph as its interpretation", async () => {
    expect(await graphDifference(compiled, model)).toBeNull();
  });
});

describe("bounds", () => {
  const { compiled, model } = configuration("mainline", ideal);
  const bounds = [
    { maxStates: 1 },
    { maxStates: 1000 },
    { maxStates: 4407 },
    { maxStates: 4408 },
    { maxDepth: 1 },
    { maxDepth: 5 },
    { maxDepth: 20 },
    { maxDepth: 21 },
    { maxSeconds: 0 },
    { signal: AbortSignal.abort() },
  ];

  test.each(bounds)("%o: met as the plain explorer meets it", async (limits) => {
    const { seconds: _, ...expected } = await explore(model, limits);
    const { seconds: __, bytes: ___, ...actual } = await explorePacked(compiled, model, limits);
    expect(actual).toEqual(expected);
  });

  test("memory is not taken beyond the bound, and the answer says how far it came", async () => {
    const large = configuration("mainline", { ...ideal, chain: [3, 2], rips: 3 });
    const heapBytes = 100_000;
    const bounded = await explorePacked(large.compiled, large.model, { heapBytes });
    expect(bounded.answers.get("NoStranded")).toEqual({
      answer: "bounded",
      bound: { bound: "memory", bytes: heapBytes },
    });
    expect(bounded.answers.get("NoMasked")?.answer).toBe("violated");
    expect(bounded.bytes).toBeLessThanOrEqual(heapBytes);
    expect(bounded.distinct).toBeGreaterThan(5000);
    const whole = await explorePacked(large.compiled, large.model);
    expect(whole.bytes).toBeGreaterThan(heapBytes);
    expect(whole.answers.get("NoStranded")).toEqual({ answer: "holds" });
  });
});

describe("a model with a mistake fails with the event and the state", () => {
  test("a variable that leaves its range", async () => {
    const compiled = compileForExploration(brokenLamps, { count: 3 });
    const model = interpretedModel(compiled.instance);
    const { answers } = await explorePacked(compiled, model);
    const answer = answers.get("SomeOff");
    expect(answer?.answer === "failed" && renderDiagnostic(answer.diagnostic)).toBe(
      [
        "error[explore/model-error]: the model failed in the event walk, in the state " +
          '{"cursor":2,"lamps":[true,true,false]} after 2 events. ' +
          "RangeError: cursor becomes 3, which is not of its type.",
        "  → correct the model or the policy: it must give an answer in every reachable state.",
      ].join("\n"),
    );
  });

  test("a property that reads outside of an array", async () => {
    const compiled = compileForExploration(blindLamps, { count: 3 });
    const model = interpretedModel(compiled.instance);
    const { answers } = await explorePacked(compiled, model);
    const answer = answers.get("Ahead");
    expect(answer?.answer === "failed" && answer.diagnostic.message).toBe(
      'the model failed in the property Ahead, in the state {"cursor":2,"lamps":[true,true,false]} ' +
        "after 2 events. RangeError: index 3 is outside an array of 3 items.",
    );
  });

  test.each([
    ["undefined", "violated"],
    ["violated", "undefined"],
  ])("a property that is %s, and in as few steps %s, is violated", async (...order) => {
    const actions = tornLamps.actions.toSorted(
      (one, other) => order.indexOf(one.name) - order.indexOf(other.name),
    );
    const compiled = compileForExploration({ ...tornLamps, actions }, { count: 2 });
    const model = interpretedModel(compiled.instance);
    const plain = await explore(model);
    const answer = plain.answers.get("Torn");
    expect(answer?.answer === "violated" && answer.path.steps).toMatchObject([
      { event: { name: "violated" } },
    ]);
    const packed = await explorePacked(compiled, model);
    expect(packed.answers).toEqual(plain.answers);
    expect(packed.distinct).toBe(plain.distinct);
  });
});

test("a model that is not the one that was compiled is refused", async () => {
  const { compiled } = configuration("mainline", ideal);
  const other = configuration("mainline", { ...ideal, rips: 3 });
  await expect(explorePacked(compiled, other.model)).rejects.toThrow(
    "the compiled model and the executed one differ: its events are others.",
  );
  const v5 = configuration("v5", ideal);
  await expect(explorePacked(v5.compiled, configuration("none", ideal).model)).rejects.toThrow(
    "the compiled model and the executed one differ: policyMemory has no field swallowNmi.",
  );
});
