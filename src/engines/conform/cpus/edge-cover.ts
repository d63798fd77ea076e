import { isDown, isShotDown } from "../../../../spec/board/standstill.js";
import type { SmpState } from "../../../../spec/board/state.js";
import { at } from "../../../../spec/language.js";
import type { SmpEvent } from "../../../machine/model/smp-model.js";
import type { Execution } from "../edge-cover.js";
import type { ObservedGraph } from "../observed-graph.js";
import { edgesTo } from "../paths.js";

export type SmpGraph = ObservedGraph<SmpState<unknown>, SmpEvent>;

/** Steps before new edges are left to other executions: a divergence should be short to read. */
const LONGEST = 64;

/**
 * Nothing is left to come to its end: a CPU has panicked, or each is outside NMI context or stands in
 * the handler of a crash for good.
 */
function isOver(graph: SmpGraph, node: number): boolean {
  const state = at(graph.states, node);
  if (isDown(state)) return true;
  return state.cpus.every(({ position }, cpu) => position.at === "run" || isShotDown(state, cpu));
}

/** No CPU is in NMI context: only so can an engine be put into the state. */
function isOutside(graph: SmpGraph, node: number): boolean {
  return at(graph.states, node).cpus.every(({ position }) => position.at === "run");
}

/**
 * Executions that together take every edge of the graph of several CPUs, always the same ones. Each
 * begins where no CPU is in NMI context, ends there or with a panic, starts as near as possible to an
 * edge not taken so far, and takes as many others on its way as it can. A CPU that a crash has shot down
 * stands in its NMI at the end.
 */
export function* smpEdgeCover(graph: SmpGraph): Generator<Execution> {
  const taken = new Uint8Array(graph.targets.length);
  for (const edge of graph.targets.keys()) {
    if (taken[edge] === 1 || at(graph.targets, edge) < 0) continue;
    yield executionThrough(graph, taken, edge);
  }
}

/** An execution through the edge; what it takes is marked in `taken`. */
function executionThrough(graph: SmpGraph, taken: Uint8Array, edge: number): Execution {
  const width = graph.events.length;
  const edges = [...sinceOutside(graph, Math.floor(edge / width)), edge];
  for (const one of edges) taken[one] = 1;
  const [first = edge] = edges;
  let node = at(graph.targets, edge);
  for (;;) {
    const fresh = edges.length < LONGEST ? newEdge(graph, taken, node) : undefined;
    if (fresh === undefined && isOver(graph, node)) break;
    const next = fresh ?? edgeTowardsTheEnd(graph, node);
    taken[next] = 1;
    edges.push(next);
    node = at(graph.targets, next);
  }
  return { start: Math.floor(first / width), edges };
}

/** The edges to a node from the last one on its shortest path at which no CPU is in NMI context. */
function sinceOutside(graph: SmpGraph, node: number): readonly number[] {
  const edges = edgesTo(graph, node);
  const width = graph.events.length;
  const nodes = [...edges.map((edge) => Math.floor(edge / width)), node];
  return edges.slice(nodes.findLastIndex((one) => isOutside(graph, one)));
}

function newEdge(graph: SmpGraph, taken: Uint8Array, node: number): number | undefined {
  const from = node * graph.events.length;
  const index = graph.events.findIndex((_, event) => {
    return taken[from + event] !== 1 && at(graph.targets, from + event) >= 0;
  });
  return index < 0 ? undefined : from + index;
}

/** The events with which a CPU goes on in its NMI. */
const leadsOn: ReadonlySet<string> = new Set(["enterShared", "pollOn", "lockPort", "decideOn"]);

/**
 * An event of an NMI: some CPU is in NMI context, and no CPU takes another NMI, but for one that others
 * wait for.
 */
function edgeTowardsTheEnd(graph: SmpGraph, node: number): number {
  const from = node * graph.events.length;
  const firstOf = (leads: (event: SmpEvent, target: number) => boolean): number | undefined => {
    const index = graph.events.findIndex((event, number) => {
      const target = at(graph.targets, from + number);
      return target >= 0 && leads(event, target);
    });
    return index < 0 ? undefined : from + index;
  };
  const { cpus } = at(graph.states, node);
  const next =
    // A CPU that waits for a lock comes no nearer to its end.
    firstOf(({ name }, target) => leadsOn.has(name) && target !== node) ??
    firstOf(({ name, parameters }) => {
      return name === "deliverOn" && at(cpus, parameters.cpu).summoned;
    });
  if (next === undefined) throw new Error("an NMI of the model does not come to its end");
  return next;
}
