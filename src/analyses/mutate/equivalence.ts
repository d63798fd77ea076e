import type { CompiledModel } from "../../checkers/packed/compiled-model.js";
import type { GeneratedExplorer } from "../../checkers/packed/generated-explorer.js";
import { edgesOf, graphExplorer, initialWords } from "./graph.js";

/** How the graph of a mutant compares with the original's. */
export type GraphComparison =
  | { readonly graphs: "equal"; readonly states: number; readonly edges: number }
  | { readonly graphs: "different" };

/**
 * Compares the whole reachable graphs of two models with the same variables: the initial state, and
 * for every reachable state each event with its successor, and which invariants hold. An event that
 * one of the models does not have never happens in it. Equal graphs
 * have the same behaviours, so that no property of behaviours can tell the two models apart.
 */
export function compareGraphs(original: CompiledModel, mutant: CompiledModel): GraphComparison {
  const start = initialWords(original);
  if (
    original.layout.words !== mutant.layout.words ||
    start.join() !== initialWords(mutant).join()
  ) {
    return { graphs: "different" };
  }
  const [one, other] = [graphExplorer(original), graphExplorer(mutant)];
  const seen = new Set([start.join()]);
  const open = [start];
  let edges = 0;
  for (let state = open.pop(); state !== undefined; state = open.pop()) {
    const [ours, theirs] = [edgesOf(one, state), edgesOf(other, state)];
    const isSame = edgesText(ours, original) === edgesText(theirs, mutant);
    if (!isSame || !sameInvariants(one, other, state)) {
      return { graphs: "different" };
    }
    edges += ours.length;
    for (const [, ...next] of ours) {
      const key = next.join();
      if (seen.has(key)) continue;
      seen.add(key);
      open.push(next);
    }
  }
  return { graphs: "equal", states: seen.size, edges };
}

/** Edges by the names of their events: their numbers are each model's own. */
function edgesText(
  edges: readonly (readonly number[])[],
  { events }: Pick<CompiledModel, "events">,
): string {
  return edges.map(([event = -1, ...next]) => `${events[event]} ${next}`).join(";");
}

function sameInvariants(
  one: GeneratedExplorer,
  other: GeneratedExplorer,
  state: readonly number[],
): boolean {
  return (
    one.violations(state) === other.violations(state) &&
    one.undefinedInvariants(state) === other.undefinedInvariants(state)
  );
}
