import type { CompiledModel } from "../../src/checkers/packed/compiled-model.js";
import { type SearchOptions, searchStates } from "../../src/checkers/packed/search-states.js";
import type { Searched } from "../../src/checkers/packed/searched.js";
import { statesOf } from "../../src/checkers/packed/shortest-path.js";

/** The first difference between a search by one thread and one by several; null when there is none. */
export async function workerDifference(
  compiled: CompiledModel,
  workers: number,
  options: SearchOptions = {},
): Promise<string | null> {
  const one = await searchStates(compiled, options);
  const several = await searchStates(compiled, { ...options, workers, statesForWorkers: 1 });
  if (several.workers !== workers) return `${several.workers} workers, not ${workers}`;
  const facts = ({ end, violations, unclear, fails, progress }: Searched): string => {
    const { distinct, generated, depth } = progress;
    const sorted = [...violations].sort(([left], [right]) => left - right);
    return JSON.stringify({ end, sorted, unclear, fails, distinct, generated, depth });
  };
  if (facts(one) !== facts(several)) return `expected ${facts(one)}, got ${facts(several)}`;
  const { words } = compiled.layout;
  for (const [depth, level] of one.levels.entries()) {
    const other = several.levels[depth];
    const expected = [...statesOf(level, words)].map((state) => state.join()).sort();
    const actual =
      other === undefined ? [] : [...statesOf(other, words)].map((state) => state.join()).sort();
    if (expected.join(" ") !== actual.join(" ")) return `the states of level ${depth} differ`;
  }
  return null;
}
