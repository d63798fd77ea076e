import { at } from "../../../spec/language.js";
import type { ModelEvent, Path } from "../../checkers/explore/executable-model.js";
import type { Numbered, ObservedGraph } from "./observed-graph.js";

/** The edges of the shortest path to a node, from the start on. */
export function edgesTo(
  graph: Pick<ObservedGraph<object, ModelEvent>, "events" | "firstEdges">,
  node: number,
): readonly number[] {
  const edges: number[] = [];
  for (let here = node; here !== 0; ) {
    const edge = at(graph.firstEdges, here);
    edges.push(edge);
    here = Math.floor(edge / graph.events.length);
  }
  return edges.reverse();
}

/** The behaviour of the model that takes the events of `edges`, from the start on. */
export function pathAlong<S extends object, E extends ModelEvent>(
  { model }: Numbered<S, E>,
  graph: ObservedGraph<S, E>,
  edges: readonly number[],
): Path<S, E> {
  const initial = model.initial();
  let state = initial;
  const steps = edges.map((edge) => {
    const event = at(graph.events, edge % graph.events.length);
    const next = model.apply(event, state);
    if (next === null) throw new Error("the path leaves the model");
    state = next;
    return { event, state };
  });
  return { initial, steps };
}
