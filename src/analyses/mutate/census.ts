import type { CompiledModel } from "../../checkers/packed/compiled-model.js";
import { decodeState } from "../../checkers/packed/words.js";
import type { RecordValue } from "../../compiler/ir/value.js";
import { edgesOf, graphExplorer, initialWords } from "./graph.js";

/**
 * What happens in a configuration, counted: for each action how often it happens and how often it
 * changes each variable, for each variable in how many states it has each of its values.
 */
export type Census = ReadonlyMap<string, number>;

/** Counts everything that happens in the reachable graph of a model that does not fail. */
export function census(compiled: CompiledModel): Census {
  const counts = new Map<string, number>();
  const count = (what: string): void => void counts.set(what, (counts.get(what) ?? 0) + 1);
  const explorer = graphExplorer(compiled);
  const start = initialWords(compiled);
  const known = new Map<string, Readonly<Record<string, string>>>();
  const valuesOf = (words: readonly number[]): Readonly<Record<string, string>> => {
    const key = words.join();
    const seen = known.get(key);
    if (seen !== undefined) return seen;
    const values = texts(decodeState(compiled.layout, words));
    known.set(key, values);
    for (const [name, value] of Object.entries(values)) count(`states with ${name} = ${value}`);
    return values;
  };
  valuesOf(start);
  const open = [start];
  for (let state = open.pop(); state !== undefined; state = open.pop()) {
    const before = valuesOf(state);
    for (const [event = 0, ...next] of edgesOf(explorer, state)) {
      const isNew = !known.has(next.join());
      const after = valuesOf(next);
      const action = compiled.instance.events[event]?.action.name ?? "";
      count(`steps ${action}`);
      for (const [name, value] of Object.entries(after)) {
        if (before[name] !== value) count(`steps ${action} that change ${name}`);
      }
      if (isNew) open.push(next);
    }
  }
  return counts;
}

function texts(state: RecordValue): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(state).map(([name, value]) => [name, JSON.stringify(value)]),
  );
}

/** The first count in which two censuses differ, in words; null if they are the same. */
export function censusDifference(expected: Census, found: Census): string | null {
  for (const what of new Set([...expected.keys(), ...found.keys()])) {
    const [was, is] = [expected.get(what) ?? 0, found.get(what) ?? 0];
    if (was !== is) return `${is} ${what}, not ${was}`;
  }
  return null;
}
