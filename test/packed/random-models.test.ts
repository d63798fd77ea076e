import fc from "fast-check";
import { expect, test } from "vitest";
import { explore } from "../../src/explore/breadth-first.js";
import type { Exploration } from "../../src/explore/exploration.js";
import { interpretedModel } from "../../src/explore/interpreted-model.js";
import { renderFault } from "../../src/fault/render.js";
import { compileForExploration } from "../../src/packed/compiled-model.js";
import { explorePacked } from "../../src/packed/explore-packed.js";
import { randomModel } from "./random-model.js";

/** More of them for a long run: `RANDOM_MODELS=1000`. */
const RUNS = Number(process.env.RANDOM_MODELS ?? 200);

type Answers = Exploration<object, object, string>["answers"];

/** The answers, with failures as people read them. */
function readable(answers: Answers): readonly { name: string; told: unknown }[] {
  return [...answers].map(([name, answer]) => {
    return { name, told: answer.answer === "failed" ? renderFault(answer.fault) : answer };
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
      if (fails) {
        // The compiled explorer ends the level first: it may find more violations in it.
        failed++;
        const told = readable(packed.answers).filter(
          ({ told: answer }) => typeof answer === "string",
        );
        expect(readable(plain.answers)).toEqual(expect.arrayContaining(told));
        return;
      }
      expect(readable(packed.answers)).toEqual(readable(plain.answers));
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
