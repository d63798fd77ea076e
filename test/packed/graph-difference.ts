import type { ExecutableModel, ModelEvent } from "../../src/checkers/explore/executable-model.js";
import { eventText } from "../../src/checkers/explore/executable-model.js";
import { reachableEdges } from "../../src/checkers/explore/graph.js";
import { canonicalText } from "../../src/checkers/explore/state-keys.js";
import type { CompiledModel } from "../../src/checkers/packed/compiled-model.js";
import { searchStates } from "../../src/checkers/packed/search-states.js";
import { statesOf } from "../../src/checkers/packed/shortest-path.js";
import { decodeState } from "../../src/checkers/packed/words.js";

/** The vertices as text and the edges as numbers, in the order of a breadth-first search. */
interface Graph {
  readonly vertices: readonly string[];
  readonly edges: readonly string[];
}

async function compiledGraph(compiled: CompiledModel): Promise<Graph> {
  const search = await searchStates(compiled, {});
  const { words } = compiled.layout;
  const numbers = new Map<string, number>();
  const vertices: string[] = [];
  for (const level of search.levels) {
    for (const state of statesOf(level, words)) {
      numbers.set(state.join(), numbers.size);
      vertices.push(canonicalText(decodeState(compiled.layout, state)));
    }
  }
  const edges: string[] = [];
  for (const level of search.levels) {
    for (const state of statesOf(level, words)) {
      const source = numbers.get(state.join());
      search.explorer.successors(
        state,
        (event, ...target) => {
          edges.push(`${source} ${compiled.events[event]} ${numbers.get(target.join())}`);
        },
        (event) => edges.push(`${source} fails in ${compiled.events[event]}`),
      );
    }
  }
  return { vertices, edges };
}

function executedGraph<Event extends ModelEvent>(
  model: ExecutableModel<object, Event, string>,
): Graph {
  const vertices = [canonicalText(model.initial())];
  const edges: string[] = [];
  for (const { source, event, target, isFirst } of reachableEdges(model)) {
    if (isFirst) vertices.push(canonicalText(target.state));
    edges.push(`${source.number} ${eventText(event)} ${target.number}`);
  }
  return { vertices, edges };
}

/**
 * The first difference between the reachable graphs of a compiled model and of the same model
 * executed, vertices in the order in which a breadth-first search finds them and every edge. Null
 * when there is none.
 */
export async function graphDifference<Event extends ModelEvent>(
  compiled: CompiledModel,
  model: ExecutableModel<object, Event, string>,
): Promise<string | null> {
  const actual = await compiledGraph(compiled);
  const expected = executedGraph(model);
  for (const part of ["vertices", "edges"] as const) {
    const length = Math.max(actual[part].length, expected[part].length);
    for (let index = 0; index < length; index++) {
      const [one, other] = [expected[part][index], actual[part][index]];
      if (one !== other) return `${part} ${index}: expected ${one}, got ${other}`;
    }
  }
  return null;
}
