import {
  type FairComponent,
  type FairnessBits,
  fairBitOf,
  fairComponents,
} from "./fair-components.js";
import type { CaseStates, FairGraph } from "./fair-graph.js";
import { Numbers } from "./numbers.js";
import { shortestWalk, type Walk } from "./walks.js";

/**
 * A behaviour that never ends: the edges of `stem` from the initial state on, then those of `cycle`
 * again and again; without any in `cycle`, nothing happens any more.
 */
export interface Lasso {
  readonly stem: Walk;
  readonly cycle: Walk;
}

/** How many cycles are tried for a short one. */
const MOST_CYCLES = 256;

/**
 * A fair behaviour in which `whenever` is true at some time and `eventually` neither then nor later,
 * or null if there is none. It is short, though not always the shortest.
 */
export function findLasso(
  graph: FairGraph,
  fairness: FairnessBits,
  demand: CaseStates,
): Lasso | null {
  const waiting = waitingStates(graph, demand);
  const isWaiting = (state: number): boolean => waiting[state] === 1;
  const members: number[] = [];
  for (let state = 0; state < graph.states; state++) if (isWaiting(state)) members.push(state);
  const found = fairComponents(graph, fairness, members, isWaiting);
  if (found.length === 0) return null;
  const componentOf = new Map<number, FairComponent>();
  for (const component of found) {
    for (const state of component.states) componentOf.set(state, component);
  }
  const search = new Stems(graph, demand);
  let best: Lasso | null = null;
  let tried = 0;
  for (const { state, distance, stem } of search.waiting()) {
    const most = best === null ? Number.POSITIVE_INFINITY : best.stem.length + best.cycle.length;
    if (distance >= most) break;
    const component = componentOf.get(state);
    if (component === undefined) continue;
    const rests = mayRest(graph, fairness, state);
    if (!rests && (tried >= MOST_CYCLES || distance + 1 >= most)) continue;
    if (!rests) tried++;
    const cycle = rests ? [] : fairCycle(graph, fairness, component, state);
    if (distance + cycle.length < most) best = { stem: stem(), cycle };
  }
  return best;
}

/** A 1 for each state to which a behaviour can come that waits for `eventually`. */
function waitingStates(graph: FairGraph, { whenever, eventually }: CaseStates): Uint8Array {
  const waiting = new Uint8Array(graph.states);
  const stack: number[] = [];
  const add = (state: number): void => {
    if (waiting[state] === 1 || eventually[state] === 1) return;
    waiting[state] = 1;
    stack.push(state);
  };
  for (let state = 0; state < graph.states; state++) if (whenever[state] === 1) add(state);
  for (let state = stack.pop(); state !== undefined; state = stack.pop()) {
    const to = graph.offsets[state + 1] ?? 0;
    for (let edge = graph.offsets[state] ?? 0; edge < to; edge++) add(graph.targets[edge] ?? 0);
  }
  return waiting;
}

/** Whether a behaviour in which nothing happens any more in this state is fair. */
function mayRest(graph: FairGraph, { weak, strong }: FairnessBits, state: number): boolean {
  return ((graph.enabled[state] ?? 0) & (weak | strong)) === 0;
}

/** A cycle through `start` that is fair, inside of a component that has one. */
function fairCycle(
  graph: FairGraph,
  fairness: FairnessBits,
  component: FairComponent,
  start: number,
): Walk {
  const follow = (edge: number): boolean =>
    component.states.has(graph.targets[edge] ?? 0) && !fairness.isBanned(edge);
  // A weakly fair event may also be disabled somewhere; a strongly fair one that happens in the
  // component has to happen in the cycle.
  let pending = (fairness.weak & (graph.enabled[start] ?? 0)) | (fairness.strong & component.taken);
  const cycle: number[] = [];
  let at = start;
  const go = (walk: Walk): void => {
    for (const edge of walk) {
      cycle.push(edge);
      at = graph.targets[edge] ?? 0;
      pending &= ~fairBitOf(graph, edge);
      pending &= ~(fairness.weak & ~fairness.strong & ~(graph.enabled[at] ?? 0));
    }
  };
  while (pending !== 0) {
    const walk = shortestWalk(graph, at, follow, {
      edge: (edge) =>
        (fairBitOf(graph, edge) & pending) !== 0 ||
        (~(graph.enabled[graph.targets[edge] ?? 0] ?? 0) &
          pending &
          fairness.weak &
          ~fairness.strong) !==
          0,
    });
    if (walk === null) throw new Error("a fair component has no fair cycle");
    go(walk);
  }
  const back = shortestWalk(graph, at, follow, {
    edge: (edge) => graph.targets[edge] === start,
  });
  if (cycle.length > 0 && at === start) return cycle;
  if (back === null) throw new Error("a component is not connected");
  return [...cycle, ...back];
}

/**
 * The shortest ways to the states that wait, breadth first over states and whether the behaviour
 * waits already: of a state that can be met both ways there are two.
 */
class Stems {
  readonly #graph: FairGraph;
  readonly #demand: CaseStates;
  /** The numbers of the nodes met: twice the state, and one more where the behaviour waits. */
  readonly #nodes = new Numbers();
  readonly #parents = new Numbers();
  readonly #edges = new Numbers();
  readonly #distances = new Numbers();
  readonly #known: Uint8Array;

  constructor(graph: FairGraph, demand: CaseStates) {
    this.#graph = graph;
    this.#demand = demand;
    this.#known = new Uint8Array(2 * graph.states);
  }

  /** The states that wait, the nearest first. */
  *waiting(): Generator<{
    readonly state: number;
    readonly distance: number;
    readonly stem: () => Walk;
  }> {
    this.#meet(0, false, -1, -1);
    for (let index = 0; index < this.#nodes.length; index++) {
      const node = this.#nodes.at(index);
      const state = node >> 1;
      const waits = (node & 1) === 1;
      if (waits) {
        yield { state, distance: this.#distances.at(index), stem: () => this.#stem(index) };
      }
      const to = this.#graph.offsets[state + 1] ?? 0;
      for (let edge = this.#graph.offsets[state] ?? 0; edge < to; edge++) {
        this.#meet(this.#graph.targets[edge] ?? 0, waits, index, edge);
      }
    }
  }

  #meet(state: number, waited: boolean, parent: number, edge: number): void {
    const { whenever, eventually } = this.#demand;
    const isDone = eventually[state] === 1;
    if (!isDone && (waited || whenever[state] === 1)) this.#add(2 * state + 1, parent, edge);
    if (!waited) this.#add(2 * state, parent, edge);
  }

  #add(node: number, parent: number, edge: number): void {
    if (this.#known[node] === 1) return;
    this.#known[node] = 1;
    this.#nodes.push(node);
    this.#parents.push(parent);
    this.#edges.push(edge);
    this.#distances.push(parent < 0 ? 0 : this.#distances.at(parent) + 1);
  }

  #stem(node: number): Walk {
    const stem: number[] = [];
    for (let index = node; this.#parents.at(index) >= 0; index = this.#parents.at(index)) {
      stem.push(this.#edges.at(index));
    }
    return stem.reverse();
  }
}
