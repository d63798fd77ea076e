import type { FairnessAssumption } from "../explore/liveness.js";
import { type Banned, components } from "./components.js";
import type { FairGraph } from "./fair-graph.js";

/** A fairness assumption on a graph, by the bits of its fair events. */
export interface FairnessBits {
  readonly weak: number;
  readonly strong: number;
  /** The edges that a behaviour takes only finitely often. */
  readonly isBanned: Banned;
}

/** What a fairness assumption says of this graph. */
export function fairnessBits(graph: FairGraph, fairness: FairnessAssumption): FairnessBits {
  const bits = (names: readonly string[]): number =>
    graph.actions.reduce(
      (all, action, event) => (names.includes(action) ? all | (graph.fairBits[event] ?? 0) : all),
      0,
    );
  return {
    weak: bits(fairness.weaklyFair),
    strong: bits(fairness.stronglyFair),
    isBanned: bannedEdges(graph, fairness.ceasing),
  };
}

/**
 * Steps of the actions `ceasing`. TLA+ tells steps by their states alone: an edge beside one of
 * these actions, with the same ends, is a step of it as well.
 */
function bannedEdges(graph: FairGraph, ceasing: readonly string[]): Banned {
  if (ceasing.length === 0) return () => false;
  const isCeasing = graph.actions.map((action) => ceasing.includes(action));
  const banned = new Uint8Array(graph.targets.length);
  for (let state = 0; state < graph.states; state++) {
    const from = graph.offsets[state] ?? 0;
    const to = graph.offsets[state + 1] ?? 0;
    const ends = new Set<number>();
    for (let edge = from; edge < to; edge++) {
      if (isCeasing[graph.events[edge] ?? 0] === true) ends.add(graph.targets[edge] ?? 0);
    }
    for (let edge = from; edge < to; edge++) {
      if (ends.has(graph.targets[edge] ?? 0)) banned[edge] = 1;
    }
  }
  return (edge) => banned[edge] === 1;
}

/** The bit of the fair event that an edge is a step of; 0 if it is of none. */
export function fairBitOf(graph: FairGraph, edge: number): number {
  return graph.fairBits[graph.events[edge] ?? 0] ?? 0;
}

/** States in which a behaviour can stay for ever, and be fair. */
export interface FairComponent {
  readonly states: ReadonlySet<number>;
  /** The fair events that happen in it. */
  readonly taken: number;
}

/**
 * The largest sets of states of `members` in which a fair behaviour can go through all again and
 * again: strongly connected, and for each event that is weakly fair with a step of it inside, or a
 * state that does not enable it; where a strongly fair event is enabled and not taken, the states
 * that enable it are left out, and what remains is taken apart again (Streett's condition).
 */
export function fairComponents(
  graph: FairGraph,
  fairness: FairnessBits,
  members: readonly number[],
  isMember: (state: number) => boolean,
): readonly FairComponent[] {
  const found: FairComponent[] = [];
  const open = [...components(graph, members, isMember, fairness.isBanned)];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const states = new Set(next);
    const taken = takenIn(graph, states, fairness.isBanned);
    let enabledSomewhere = 0;
    let enabledEverywhere = -1;
    for (const state of states) {
      enabledSomewhere |= graph.enabled[state] ?? 0;
      enabledEverywhere &= graph.enabled[state] ?? 0;
    }
    if ((fairness.weak & enabledEverywhere & ~taken) !== 0) continue;
    const missed = fairness.strong & enabledSomewhere & ~taken;
    if (missed === 0) {
      found.push({ states, taken });
      continue;
    }
    const rest = next.filter((state) => ((graph.enabled[state] ?? 0) & missed) === 0);
    const left = new Set(rest);
    open.push(...components(graph, rest, (state) => left.has(state), fairness.isBanned));
  }
  return found;
}

/** The fair events of the edges between the states. */
function takenIn(graph: FairGraph, states: ReadonlySet<number>, isBanned: Banned): number {
  let taken = 0;
  for (const state of states) {
    const to = graph.offsets[state + 1] ?? 0;
    for (let edge = graph.offsets[state] ?? 0; edge < to; edge++) {
      if (states.has(graph.targets[edge] ?? 0) && !isBanned(edge)) taken |= fairBitOf(graph, edge);
    }
  }
  return taken;
}
