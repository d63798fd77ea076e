import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { policyNames } from "../../../spec/policies/all.js";
import { explore } from "../../../src/checkers/explore/breadth-first.js";
import { interpretedModel } from "../../../src/checkers/explore/interpreted-model.js";
import { reduceModel } from "../../../src/checkers/packed/reduced/reduced-model.js";
import { reductionNames } from "../../../src/checkers/packed/reductions.js";
import { instantiate } from "../../../src/compiler/ir/instance.js";
import { flat } from "../../../src/compiler/tla/flat.js";
import { chooseNames } from "../../../src/compiler/tla/names.js";
import { lamps } from "../lamps.js";
import { nmiIr, slicedMatrix } from "../nmi.js";
import { randomModel } from "../random-model.js";
import { randomWalkModel } from "../random-walk-model.js";
import { exploreByView, exploreCompiled, reductionSets } from "./explore-by-view.js";

const RUNS = Number(process.env.RANDOM_MODELS ?? 30);

/** Small ones; `npm run test:full` has the whole matrix. */
const quick = slicedMatrix(5, ({ chain, rips }) => chain.join() === "1,1" && rips === 2);

describe("the reduced model has the states and steps that the explorer leaves in", () => {
  test.each(quick)("$name", async ({ compiled }) => {
    const { model, environment } = compiled.instance;
    for (const reductions of reductionSets) {
      expect(exploreByView(model, environment.constants, reductions)).toEqual(
        await exploreCompiled(model, environment.constants, reductions),
      );
    }
  });

  test.each([
    ["models of every kind of type", randomModel],
    ["walks through places", randomWalkModel],
  ])("random models: %s", { timeout: RUNS * 1000 }, async (_, models) => {
    const constants = { rows: [2, 1] };
    let guarded = 0;
    let viewed = 0;
    await fc.assert(
      fc.asyncProperty(models, async (model) => {
        const plain = await explore(interpretedModel(instantiate(model, constants)), {
          maxStates: 400,
        });
        const isWhole = [...plain.answers.values()].every(
          ({ answer }) => answer === "holds" || answer === "violated",
        );
        if (!isWhole) return;
        for (const reductions of reductionSets) {
          const reduced = reduceModel(model, constants, { reductions });
          if (reduced.guards.length > 0) guarded++;
          if (reduced.view !== null) viewed++;
          expect(exploreByView(model, constants, reductions)).toEqual(
            await exploreCompiled(model, constants, reductions),
          );
        }
      }),
      { numRuns: RUNS },
    );
    expect(viewed).toBeGreaterThan(RUNS / 15);
    if (models === randomWalkModel) expect(guarded).toBeGreaterThan(RUNS / 50);
  });
});

const ideal = { chain: [2, 1], rips: 2, sticky: false, shadow: false } as const;

describe("what is left out is said in terms of the model", () => {
  test.each(policyNames)("as conditions of actions, under the policy %s", (policy) => {
    const model = nmiIr(policy);
    const { guards } = reduceModel(model, ideal, { reductions: ["chains"] });
    const names = chooseNames(model);
    const text = guards.map(({ action, conditions }) => [
      action,
      ...conditions.map((condition) => flat(condition, names)),
    ]);
    expect(text).toEqual([
      [
        "Raise",
        'position.at # "decide"',
        'position.at = "polling" => position.handler = handler /\\ position.slot = slot',
      ],
      ["External", 'position.at = "run"'],
    ]);
  });

  test("as what tells states apart", () => {
    const model = nmiIr("mainline");
    const { view, hidesInvariants } = reduceModel(model, ideal, { reductions: reductionNames });
    const names = chooseNames(model);
    expect(hidesInvariants).toBe(true);
    expect(view?.map((part) => (part.kind === "value" ? flat(part.value, names) : part))).toEqual([
      "active",
      "latched",
      "position",
      "handled",
      'IF position.at = "run" THEN None ELSE backToBack',
      "policyMemory",
      "latchCarriesUnknown",
      'IF position.at = "run" THEN None ELSE carriesUnknown',
      "owed",
      { kind: "numbered", variables: ["rip", "lastNmiRip"], dead: [null, null] },
    ]);
  });

  test("and nothing of a model that has no places", () => {
    const { model, guards, view } = reduceModel(
      lamps,
      { count: 2 },
      { reductions: reductionNames },
    );
    expect([model, guards, view]).toEqual([lamps, [], null]);
  });
});
