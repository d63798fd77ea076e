import { expect } from "vitest";
import { interpretedModel } from "../../../src/checkers/explore/interpreted-model.js";
import { compileForExploration } from "../../../src/checkers/packed/compiled-model.js";
import { explorePacked } from "../../../src/checkers/packed/explore-packed.js";
import { reduceModel } from "../../../src/checkers/packed/reduced/reduced-model.js";
import { type ReductionName, reductionNames } from "../../../src/checkers/packed/reductions.js";
import { checkModel } from "../../../src/compiler/ir/check.js";
import { type Environment, evaluate } from "../../../src/compiler/ir/evaluate.js";
import { instantiate } from "../../../src/compiler/ir/instance.js";
import type { Model } from "../../../src/compiler/ir/model.js";
import type { StateView, ViewPart } from "../../../src/compiler/ir/state-view.js";
import type { ConstantValues, RecordValue } from "../../../src/compiler/ir/value.js";

/** Each reduction alone, and all of them. */
export const reductionSets: readonly (readonly ReductionName[])[] = [
  ["symmetry"],
  ["dead"],
  ["chains"],
  reductionNames,
];

/** What tells the state apart, as text. */
function viewText(view: StateView, env: Environment): string {
  return JSON.stringify(view.map((part) => viewed(part, env)));
}

function viewed(part: ViewPart, env: Environment): unknown {
  if (part.kind === "value") return evaluate(part.value, env);
  const numbers = new Map<unknown, number>();
  return part.variables.map((name, index) => {
    const value = env.variables[name] ?? null;
    const number = value === null ? null : (numbers.get(value) ?? numbers.size);
    if (number !== null) numbers.set(value, number);
    const dead = part.dead[index] ?? null;
    return dead !== null && evaluate(dead, env) === true ? "dead" : number;
  });
}

/**
 * Explores the reduced model as TLC does: by the interpreter of the IR, one state of all that its
 * view does not tell apart.
 */
export function exploreByView(
  model: Model,
  constants: ConstantValues,
  reductions: readonly ReductionName[],
): { readonly distinct: number; readonly generated: number } {
  const reduced = reduceModel(model, constants, { reductions });
  expect(checkModel(reduced.model)).toEqual(checkModel(model));
  const instance = instantiate(reduced.model, constants);
  const executable = interpretedModel(instance);
  const key = (variables: RecordValue): string =>
    reduced.view === null
      ? JSON.stringify(variables)
      : viewText(reduced.view, { ...instance.environment, variables });
  const found = new Map([[key(executable.initial()), executable.initial()]]);
  let generated = 1;
  for (const state of found.values()) {
    for (const event of executable.events) {
      const next = executable.apply(event, state);
      if (next === null) continue;
      generated++;
      const text = key(next);
      if (!found.has(text)) found.set(text, next);
    }
  }
  return { distinct: found.size, generated };
}

/** The same counts by the compiled explorer. */
export async function exploreCompiled(
  model: Model,
  constants: ConstantValues,
  reductions: readonly ReductionName[],
): Promise<{ readonly distinct: number; readonly generated: number }> {
  const compiled = compileForExploration(model, constants, { reductions });
  const { distinct, generated } = await explorePacked(
    compiled,
    interpretedModel(compiled.instance),
  );
  return { distinct, generated };
}
