import { modelError } from "./diagnostics.js";
import type { ExecutableModel, ModelEvent } from "./executable-model.js";
import { SearchTree } from "./search-tree.js";

/** One state of a reachable graph, numbered from 0 in breadth-first order. */
export interface Vertex<State> {
  readonly number: number;
  readonly state: State;
}

/** One edge of a reachable graph. Parallel edges and self-loops are edges like any other. */
export interface Edge<State, Event> {
  readonly source: Vertex<State>;
  readonly event: Event;
  readonly target: Vertex<State>;
  /** This edge leads to its target for the first time: it lies on a shortest path from the start. */
  readonly isFirst: boolean;
}

/**
 * Every edge of the model's reachable graph, one at a time: sources in breadth-first order, the
 * edges of one source in the order of the model's events. Keeps a key for each state, and the
 * states themselves only until their edges have been given.
 *
 * @param alike makes alike what is not to be told apart: states that it makes the same are one, and
 * their steps must be the same; a target is given as the model has it
 *
 * @throws Diagnostic `explore/model-error` when the model throws
 */
export function* reachableEdges<State extends object, Event extends ModelEvent>(
  model: ExecutableModel<State, Event, string>,
  alike: (state: State) => State = (state) => state,
): Generator<Edge<State, Event>> {
  const initial = alike(model.initial());
  const tree = new SearchTree(model, initial);
  let level: readonly Vertex<State>[] = [{ number: 0, state: initial }];
  while (level.length > 0) {
    const nextLevel: Vertex<State>[] = [];
    for (const source of level) {
      for (const [index, event] of model.events.entries()) {
        const state = applied(model, event, source, tree);
        if (state === null) continue;
        const kept = alike(state);
        const { number, isNew } = tree.add(kept, source.number, index);
        if (isNew) nextLevel.push({ number, state: kept });
        yield { source, event, target: { number, state }, isFirst: isNew };
      }
    }
    level = nextLevel;
  }
}

function applied<State extends object, Event extends ModelEvent>(
  model: ExecutableModel<State, Event, string>,
  event: Event,
  source: Vertex<State>,
  tree: SearchTree<State, Event>,
): State | null {
  try {
    return model.apply(event, source.state);
  } catch (error) {
    const steps = tree.depth(source.number) - 1;
    throw modelError({ event }, { state: source.state, steps }, error);
  }
}
