import { describe, expect, test } from "vitest";
import { policyNames } from "../../spec/policies/all.js";
import { Fault } from "../../src/base/fault/fault.js";
import { renderFault } from "../../src/base/fault/render.js";
import { explore } from "../../src/checkers/explore/breadth-first.js";
import { interpretedModel } from "../../src/checkers/explore/interpreted-model.js";
import { compileForExploration } from "../../src/checkers/packed/compiled-model.js";
import { explorePacked } from "../../src/checkers/packed/explore-packed.js";
import { slice } from "../slice.js";
import { blindLamps, brokenLamps, lamps } from "./lamps.js";
import { configuration } from "./nmi.js";
import { workerDifference } from "./worker-difference.js";

const ideal = { chain: [2, 1], rips: 2, sticky: false, shadow: false } as const;
const always = { workers: 2, statesForWorkers: 1 } as const;

describe("several workers find what one finds", () => {
  test.each(policyNames)("under the policy %s: every state, in its level", async (policy) => {
    const { compiled } = configuration(policy, ideal);
    expect(await workerDifference(compiled, 2)).toBeNull();
    expect(await workerDifference(compiled, 4)).toBeNull();
  });

  test.each([
    [3, 3],
    [2, 2, 2],
  ] as const)("on a longer chain", async (...chain) => {
    const { compiled } = configuration("v5", { chain, rips: 2, sticky: true, shadow: true });
    expect(await workerDifference(compiled, 3)).toBeNull();
  });

  test("with states of three words", async () => {
    const compiled = compileForExploration(lamps, { count: 70 });
    expect(compiled.layout.words).toBe(3);
    expect(await workerDifference(compiled, 2)).toBeNull();
    expect(await workerDifference(compiled, 4)).toBeNull();
  });

  test("the same answers, counts and shortest paths, to the event", async () => {
    const { compiled, model } = configuration("mainline", { ...ideal, sticky: true });
    const { seconds: _, ...expected } = await explore(model);
    const packed = await explorePacked(compiled, model, always);
    const { seconds: __, bytes: ___, workers, ...actual } = packed;
    expect(workers).toBe(2);
    expect(actual).toEqual(expected);
  });

  test.each([brokenLamps, blindLamps])(
    "a model with a mistake fails as with one",
    async (broken) => {
      const compiled = compileForExploration(broken, { count: 3 });
      const model = interpretedModel(compiled.instance);
      const told = async (options: object): Promise<readonly unknown[]> =>
        [...(await explorePacked(compiled, model, options)).answers.values()].map((answer) =>
          answer.answer === "failed" ? renderFault(answer.fault) : answer,
        );
      expect(await told(always)).toEqual(await told({}));
    },
  );
});

describe("several workers stop together", () => {
  const large = configuration("mainline", { ...ideal, chain: [3, 3, 3], rips: 3 });

  test("at the bound of memory, saying how far they came", async () => {
    const heapBytes = 1 << 20;
    const bounded = await explorePacked(large.compiled, large.model, { ...always, heapBytes });
    expect(bounded.answers.get("NoStranded")).toEqual({
      answer: "bounded",
      bound: { bound: "memory", bytes: heapBytes },
    });
    expect(bounded.answers.get("NoMasked")?.answer).toBe("violated");
    expect(bounded.bytes).toBeLessThanOrEqual(heapBytes);
    expect(bounded.distinct).toBeGreaterThan(1000);
  });

  test("whatever the bound of memory is: it ends as `bounded`, and never breaks", async () => {
    for (const workers of slice([2, 4], 2)) {
      for (let heapBytes = 1; heapBytes < 1 << 21; heapBytes = heapBytes * 3 + 4093) {
        const { answers, bytes } = await explorePacked(large.compiled, large.model, {
          ...always,
          workers,
          heapBytes,
        }).catch((error: unknown) => {
          throw new Error(`${workers} workers in ${heapBytes} bytes: ${String(error)}`);
        });
        expect(answers.get("NoStranded")).toEqual({
          answer: "bounded",
          bound: { bound: "memory", bytes: heapBytes },
        });
        // The first tables of each worker are there whatever is allowed.
        expect(bytes).toBeLessThanOrEqual(Math.max(heapBytes, workers * (1 << 15)));
      }
    }
  });

  test("when they are told to, and when time is over", async () => {
    const controller = new AbortController();
    const cancelled = explorePacked(large.compiled, large.model, {
      ...always,
      signal: controller.signal,
      onProgress: () => controller.abort(),
    });
    expect((await cancelled).answers.get("NoStranded")).toEqual({
      answer: "bounded",
      bound: { bound: "cancelled" },
    });
    const late = await explorePacked(large.compiled, large.model, {
      ...always,
      maxSeconds: 0.001,
    });
    expect(late.answers.get("NoStranded")?.answer).toBe("bounded");
  });

  test("when one of them breaks, with its reason", async () => {
    const { compiled, model } = configuration("mainline", ideal);
    // Only the threads: this one has compiled its own already, before the states are many.
    const source = compiled.source.replace(
      "return function explorer(memory) {",
      "return function explorer(memory) {\nif (memory.exchange.owners > 1) throw new Error('broken');",
    );
    const fault = await explorePacked({ ...compiled, source }, model, always).catch(
      (error: unknown) => error,
    );
    expect(fault instanceof Fault && renderFault(fault)).toBe(
      "error[packed/worker-broke]: a thread of the explorer broke: broken.\n" +
        "  → explore with one thread (`--workers 1`), and report it.",
    );
  });
});
