import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { renderDiagnostic } from "../../src/base/diagnostic/render.js";
import { explore } from "../../src/checkers/explore/breadth-first.js";
import type { Exploration } from "../../src/checkers/explore/exploration.js";
import { interpretedModel } from "../../src/checkers/explore/interpreted-model.js";
import { compileForExploration } from "../../src/checkers/packed/compiled-model.js";
import { explorePacked } from "../../src/checkers/packed/explore-packed.js";
import { type ReductionName, reductionNames } from "../../src/checkers/packed/reductions.js";
import type { Model } from "../../src/compiler/ir/model.js";
import { whole } from "../slice.js";
import { randomModel } from "./random-model.js";
import { randomWalkModel } from "./random-walk-model.js";

/** More of them, and others, for a long run: `RANDOM_MODELS=1000 RANDOM_SEED=$RANDOM`. */
const RUNS = Number(process.env.RANDOM_MODELS ?? 50);

type Answers = Exploration<object, object, string>["answers"];

/** The answers, with failures as people read them. */
function readable(answers: Answers): readonly { name: string; told: unknown }[] {
  return [...answers].map(([name, answer]) => {
    return {
      name,
      told: answer.answer === "failed" ? renderDiagnostic(answer.diagnostic) : answer,
    };
  });
}

test("random models are explored as the interpreter of the IR explores them", {
  timeout: RUNS * 1000,
}, async () => {
  let failed = 0;
  let states = 0;
  await fc.assert(
    fc.asyncProperty(randomModel, async (model) => {
      const compiled = compileForExploration(model, { rows: [2, 1] });
      const interpreted = interpretedModel(compiled.instance);
      const plain = await explore(interpreted, { maxStates: 400 });
      const packed = await explorePacked(compiled, interpreted, { maxStates: 400 });
      const fails = [...plain.answers.values()].some(({ answer }) => answer === "failed");
      states += plain.distinct;
      if (fails) failed++;
      expect(readable(packed.answers)).toEqual(readable(plain.answers));
      if (fails) return;
      expect(packed).toMatchObject({
        distinct: plain.distinct,
        generated: plain.generated,
        depth: plain.depth,
      });
    }),
    { numRuns: RUNS },
  );
  // The generator is worth something only while it makes models of both kinds.
  expect(failed).toBeGreaterThan(RUNS / 30);
  expect(states).toBeGreaterThan(RUNS * 10);
});

/** The verdicts, and how long the counterexamples are. */
function lengths(answers: Answers): readonly unknown[] {
  return [...answers].map(([name, answer]) => [
    name,
    answer.answer === "violated" ? answer.path.steps.length + 1 : answer,
  ]);
}

/**
 * Compares random models with themselves under each reduction, and under all of them for each
 * property alone; how often each one left something out.
 */
async function compareReduced(
  models: fc.Arbitrary<Model>,
  runs: number,
): Promise<ReadonlyMap<ReductionName, number>> {
  const constants = { rows: [2, 1] };
  const smaller = new Map<ReductionName, number>();
  await fc.assert(
    fc.asyncProperty(models, async (model) => {
      const interpreted = interpretedModel(compileForExploration(model, constants).instance);
      const plain = await explore(interpreted, { maxStates: 400 });
      const isWhole = [...plain.answers.values()].every(
        ({ answer }) => answer === "holds" || answer === "violated",
      );
      if (!isWhole) return;
      for (const reductions of [["symmetry"], ["dead"], ["chains"], reductionNames] as const) {
        const compiled = compileForExploration(model, constants, { reductions });
        const packed = await explorePacked(compiled, interpreted);
        expect(lengths(packed.answers)).toEqual(lengths(plain.answers));
        const [only, ...others] = reductions;
        if (others.length > 0 || packed.distinct === plain.distinct) continue;
        smaller.set(only, (smaller.get(only) ?? 0) + 1);
      }
      for (const [property, answer] of plain.answers) {
        const compiled = compileForExploration(model, constants, {
          reductions: reductionNames,
          properties: [property],
        });
        const packed = await explorePacked(compiled, interpreted, { properties: [property] });
        expect(lengths(packed.answers)).toEqual(lengths(new Map([[property, answer]])));
      }
    }),
    { numRuns: runs },
  );
  return smaller;
}

describe("random models keep their verdicts and shortest lengths under every reduction", () => {
  // The comparison is worth something only while the reductions find something to leave out.
  test("models of every kind of type", { timeout: RUNS * 1000 }, async () => {
    const smaller = await compareReduced(randomModel, RUNS / 2);
    expect(smaller.get("dead")).toBeGreaterThan(RUNS / 30);
  });

  whole(
    "walks through places, while flags change",
    async () => {
      // Few of them have something for each reduction to leave out.
      const runs = Math.max(RUNS, 200);
      const smaller = await compareReduced(randomWalkModel, runs);
      expect(smaller.get("dead")).toBeGreaterThan(runs / 400);
      expect(smaller.get("chains")).toBeGreaterThan(runs / 400);
    },
    RUNS * 1000,
  );
});
