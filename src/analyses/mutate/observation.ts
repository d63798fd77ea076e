import { Diagnostic } from "../../base/diagnostic/diagnostic.js";
import { eventText } from "../../checkers/explore/executable-model.js";
import { interpretedModel } from "../../checkers/explore/interpreted-model.js";
import { type CompiledModel, compileForExploration } from "../../checkers/packed/compiled-model.js";
import { atOnce } from "../../checkers/packed/portions.js";
import { PackedSearch } from "../../checkers/packed/search.js";
import { pathThrough, statesOnTheWay } from "../../checkers/packed/shortest-path.js";
import type { Model } from "../../compiler/ir/model.js";
import type { ConstantValues } from "../../compiler/ir/value.js";
import { type Census, census } from "./census.js";
import { initialWords } from "./graph.js";

/** What the explorer sees of a model in one configuration. */
export type Observation =
  | {
      readonly kind: "explored";
      /** For each violated invariant the states of the shortest counterexample. */
      readonly violated: ReadonlyMap<string, number>;
      readonly distinct: number;
      readonly generated: number;
      readonly depth: number;
      /** The first of the shortest counterexamples to a property. Computed when asked for. */
      readonly counterexample: (property: string) => readonly ObservedState[];
      /** Computed when asked for. */
      readonly census: () => Census;
    }
  /** It fails: a variable leaves its range, or an item or a field is read that is not there. */
  | { readonly kind: "broken"; readonly why: string }
  /** It has more states than it may have. */
  | { readonly kind: "endless"; readonly states: number };

/** One state of a counterexample, and the event that led to it. */
export interface ObservedState {
  readonly event: string;
  readonly state: string;
}

/** A model compiled for one configuration, or why already its initial state is impossible. */
export type Compiled =
  | { readonly kind: "compiled"; readonly model: CompiledModel }
  | { readonly kind: "impossible"; readonly why: string };

/** Compiles a model for one configuration. */
export function compileMutant(model: Model, constants: ConstantValues): Compiled {
  try {
    const compiled = compileForExploration(model, constants);
    // A value out of its range is seen here.
    initialWords(compiled);
    return { kind: "compiled", model: compiled };
  } catch (error) {
    return { kind: "impossible", why: failureOfModel(error) };
  }
}

/** Explores a compiled model, up to `maxStates`. */
export async function observe(compiled: Compiled, maxStates: number): Promise<Observation> {
  if (compiled.kind === "impossible") return { kind: "broken", why: compiled.why };
  const { model } = compiled;
  let search: PackedSearch;
  try {
    search = new PackedSearch(model, { maxStates });
    const end = await search.run(undefined);
    if (end.end === "failed") return { kind: "broken", why: "the model fails in some state" };
    if (end.end === "bounded") return { kind: "endless", states: maxStates };
  } catch (error) {
    return { kind: "broken", why: failureOfModel(error) };
  }
  const { invariants } = model.instance.model;
  const violated = new Map(
    [...search.violations].map(([number, level]) => [invariants[number]?.name ?? "", level + 1]),
  );
  const { distinct, generated, depth } = search.progress;
  return {
    kind: "explored",
    violated,
    distinct,
    generated,
    depth,
    counterexample: (property) => counterexample(model, search, property),
    census: () => census(model),
  };
}

/** What a mutant throws that makes no sense. @throws what is not of the model */
function failureOfModel(error: unknown): string {
  if (error instanceof RangeError || error instanceof TypeError || error instanceof Diagnostic) {
    return error.message;
  }
  throw error;
}

function counterexample(
  compiled: CompiledModel,
  search: PackedSearch,
  property: string,
): readonly ObservedState[] {
  const number = compiled.instance.model.invariants.findIndex(({ name }) => name === property);
  const level = search.violations.get(number);
  if (level === undefined) return [];
  const sets = atOnce(
    statesOnTheWay(
      search.explorer,
      search.levels.slice(0, level + 1),
      compiled.layout.words,
      (state) => (search.explorer.violations(state) & (1 << number)) !== 0,
    ),
  );
  const { initial, steps } = pathThrough(compiled, interpretedModel(compiled.instance), sets);
  return [
    { event: "start", state: JSON.stringify(initial) },
    ...steps.map(({ event, state }) => {
      return { event: eventText(event), state: JSON.stringify(state) };
    }),
  ];
}
