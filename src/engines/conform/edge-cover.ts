import { at } from "../../../spec/language.js";
import type { ObservedGraph } from "./observed-graph.js";
import { edgesTo } from "./paths.js";

/** Steps outside NMI context before an NMI is taken, at most: a divergence should be short to read. */
const LONGEST_PRELUDE = 32;

/** Steps within an NMI before new edges are left to other executions: one with reruns has no end. */
const LONGEST_NMI = 64;

/**
 * One piece of behaviour to run on an engine: from a node outside NMI context, by these edges
 * (indices of the graph's targets), of which the last is the *decide* that ends its one NMI.
 */
export interface Execution {
  readonly start: number;
  readonly edges: readonly number[];
}

/**
 * Executions that together take every edge of the graph, always the same ones. Each starts as near
 * as possible to an edge not taken so far and takes as many others on its way as it can; arrival
 * patterns are not enumerated, so that the number of executions stays below that of the edges.
 */
export function* edgeCover(graph: ObservedGraph): Generator<Execution> {
  const taken = new Uint8Array(graph.targets.length);
  for (const edge of graph.targets.keys()) {
    if (taken[edge] === 1 || at(graph.targets, edge) < 0) continue;
    const execution = executionThrough(graph, taken, edge);
    for (const edge of execution.edges) taken[edge] = 1;
    yield execution;
  }
}

function executionThrough(graph: ObservedGraph, taken: Uint8Array, edge: number): Execution {
  const width = graph.events.length;
  const from = Math.floor(edge / width);
  const onTheWay = isOutside(graph, from) ? [] : sinceDelivery(graph, from);
  const [first = edge] = onTheWay;
  const edges = [...onTheWay, edge];
  const chosen = new Set(edges);
  let node = at(graph.targets, edge);
  const ended = () =>
    at(graph.events, at(edges, edges.length - 1) % width).name === "decide" &&
    isOutside(graph, node);
  while (!ended()) {
    const next = nextEdge(
      graph,
      node,
      (candidate) => {
        return taken[candidate] !== 1 && !chosen.has(candidate);
      },
      edges.length < (isOutside(graph, node) ? LONGEST_PRELUDE : LONGEST_NMI),
    );
    edges.push(next);
    chosen.add(next);
    node = at(graph.targets, next);
  }
  return { start: Math.floor(first / width), edges };
}

function isOutside(graph: ObservedGraph, node: number): boolean {
  return at(graph.states, node).position.at === "run";
}

/** The edges from the last node outside NMI context to a node within an NMI. */
function sinceDelivery(graph: ObservedGraph, node: number): readonly number[] {
  const edges = edgesTo(graph, node);
  const width = graph.events.length;
  const delivery = edges.findLastIndex((edge) => at(graph.events, edge % width).name === "deliver");
  return edges.slice(delivery);
}

/** A new edge if there is one, or else one that leads on towards the end of an NMI. */
function nextEdge(
  graph: ObservedGraph,
  node: number,
  isNew: (edge: number) => boolean,
  mayStay: boolean,
): number {
  const state = at(graph.states, node);
  const isUnlatched = state.position.at === "run" && !state.latched;
  let onward = -1;
  for (const [index, event] of graph.events.entries()) {
    const edge = node * graph.events.length + index;
    if (at(graph.targets, edge) < 0) continue;
    if (isNew(edge) && mayStay) return edge;
    const leadsOn = ["deliver", "poll", "decide"].includes(event.name);
    if (leadsOn || (isUnlatched && event.name === "external")) onward = edge;
  }
  return onward;
}
