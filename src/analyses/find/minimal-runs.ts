import { at } from "../../../spec/language.js";
import type { Bound } from "../../checkers/explore/exploration.js";
import { SearchStopped } from "../../checkers/packed/search-stopped.js";
import { WorkBudget } from "../../checkers/packed/work-budget.js";
import { type Automaton, NOWHERE } from "./automaton.js";
import { StateSet } from "./state-set.js";

/** How far to search. */
export interface SearchLimits {
  /** The most events of the environment in a run; not bounded by default. */
  readonly maxEvents?: number;
  /** Nodes of the product at which the search gives up, in the middle of a layer. */
  readonly mostNodes?: number;
  /** The time and the memory that it may take. */
  readonly budget?: WorkBudget;
}

/** How it is known that no minimal run is missing. */
export type Completeness =
  /** No minimal run of any length is missing. */
  | { readonly is: "complete"; readonly nodes: number }
  /** Longer ones may be missing: only runs of so many events of the environment were searched. */
  | {
      readonly is: "bounded";
      readonly maxEvents: number;
      readonly nodes: number;
      /** What ended the search; not given where `maxEvents` or the most nodes were asked for. */
      readonly bound?: Bound;
      /** Minimal runs that were found, and not looked at one by one any more. */
      readonly unsorted?: number;
    };

/** All minimal runs, as the words along the paths of a graph without cycles. */
export interface MinimalRuns {
  readonly count: bigint;
  readonly completeness: Completeness;
  /** The runs, letter by letter, in the order of the model's events. */
  words(): Generator<readonly number[]>;
}

/** Where the runs stand that go along with a prefix. */
interface Beside {
  /** Where the run may also stand when only steps of the CPU are left out of it, or nothing. */
  readonly equal: StateSet;
  /** Where it may stand when at least one event of the environment is left out. */
  readonly fewer: StateSet;
}

interface Node {
  readonly state: number;
  /** Null once its layer is searched: by far the most of the memory is taken by sets. */
  beside: Beside | null;
  readonly edges: { readonly letter: number; readonly target: Node }[];
  /** Minimal runs from here on, once counted. */
  runs: bigint | null;
}

/**
 * The runs from which no event of the environment can be left out, with or without steps of the
 * CPU, so that what remains is a run that still violates. A `poll` is one letter, whatever slot it
 * looks at: one that remains may come to look at another slot.
 *
 * Beside each prefix go all runs that arise from it by leaving something out: the states they
 * stand in are two sets, and the prefixes with the same state and sets are one node. A prefix is
 * given up in two cases. First, when a run with fewer events has violated already: it does so
 * whatever follows. Second, when a run with fewer events stands in the same state: whatever
 * completes the prefix completes that run too. Nothing else is given up. A prefix that survives
 * passes no state twice between events of the environment, so the search ends by itself, and when
 * it has ended every minimal run, of any length, is a path through its nodes.
 *
 * @param isEnvironment of each letter, whether it is an event of the environment
 */
export function minimalRuns(
  automaton: Automaton,
  isEnvironment: readonly boolean[],
  limits: SearchLimits = {},
): MinimalRuns {
  const { start, next, violating } = automaton;
  if (start === NOWHERE) {
    return { count: 0n, completeness: { is: "complete", nodes: 0 }, words: function* () {} };
  }
  const accepting = violating.indexOf(true);
  const letters = isEnvironment.map((isEvent, letter): Letter => {
    return { letter, isEvent, targets: Int32Array.from(next, (row) => at(row, letter)) };
  });
  const equal = StateSet.empty(next.length);
  equal.add(start);
  const root = node(start, { equal, fewer: StateSet.empty(next.length) });
  let layer: Node[] = [root];
  let nodes = 1;
  let events = 0;
  const {
    maxEvents = Number.POSITIVE_INFINITY,
    mostNodes = Number.POSITIVE_INFINITY,
    budget = new WorkBudget(),
  } = limits;
  /** Goes through a layer, and gives the next one. */
  const searched = (): Node[] | null => {
    const known = new NodeIndex();
    for (const one of layer) if (one.beside !== null) known.add(one, one.beside);
    const later = new NodeIndex();
    const next: Node[] = [];
    // The loop also visits what it adds to the layer: steps of the CPU stay in it.
    for (const source of layer) {
      if (nodes > mostNodes) return null;
      const { beside } = source;
      if (source.state === accepting || beside === null) continue;
      for (const { letter, isEvent, targets } of letters) {
        const state = targets[source.state] ?? NOWHERE;
        if (state === NOWHERE) continue;
        const fewer = fewerAfter(beside, isEvent, targets);
        if (fewer.has(accepting) || fewer.has(state)) continue;
        const moved = { equal: equalAfter(beside, isEvent, targets), fewer };
        // A run with fewer events there says more than one with as many.
        moved.equal.exclude(fewer);
        const nodesOfLayer = isEvent ? later : known;
        const found = nodesOfLayer.find(state, moved);
        const target = found ?? node(state, moved);
        source.edges.push({ letter, target });
        if (found !== null) continue;
        budget.step();
        nodesOfLayer.add(target, moved);
        nodes++;
        (isEvent ? next : layer).push(target);
      }
    }
    for (const one of layer) one.beside = null;
    return next;
  };
  let bound: Bound | null = null;
  budget.begin("prefixes of runs");
  try {
    for (; layer.length > 0 && events <= maxEvents; events++) {
      const later = searched();
      if (later === null) break;
      layer = later;
    }
  } catch (error) {
    if (!(error instanceof SearchStopped) || error.bound === null) throw error;
    bound = error.bound;
  }
  const isComplete = layer.length === 0;
  // What was not searched to its end does not count, not even what was found in it.
  for (const open of layer) open.runs = 0n;
  return {
    count: countRuns(root, accepting),
    completeness: isComplete
      ? { is: "complete", nodes }
      : { is: "bounded", maxEvents: events - 1, nodes, ...(bound === null ? {} : { bound }) },
    words: () => words(root, accepting, []),
  };
}

/** A letter, and of each state where it leads. */
interface Letter {
  readonly letter: number;
  readonly isEvent: boolean;
  readonly targets: Int32Array;
}

function node(state: number, beside: Beside): Node {
  return { state, beside, edges: [], runs: null };
}

/** The nodes of a layer, by their states and what is beside them. */
class NodeIndex {
  readonly #nodes = new Map<number, Node>();

  /** The node that is the same; null if there is none. */
  find(state: number, beside: Beside): Node | null {
    for (let place = placeOf(state, beside); ; place = (place + 1) | 0) {
      const node = this.#nodes.get(place);
      if (node === undefined) return null;
      if (node.state !== state || node.beside === null) continue;
      const { equal, fewer } = node.beside;
      if (equal.equals(beside.equal) && fewer.equals(beside.fewer)) return node;
    }
  }

  /** Adds a node that is not there. */
  add(node: Node, beside: Beside): void {
    let place = placeOf(node.state, beside);
    while (this.#nodes.has(place)) place = (place + 1) | 0;
    this.#nodes.set(place, node);
  }
}

function placeOf(state: number, { equal, fewer }: Beside): number {
  return fewer.hash(equal.hash(state));
}

/** Where the runs with fewer events stand after one more letter, which each takes as well or leaves out. */
function fewerAfter({ equal, fewer }: Beside, isEvent: boolean, targets: Int32Array): StateSet {
  const after = fewer.copy();
  after.addTargets(fewer, targets);
  if (isEvent) after.include(equal);
  return after;
}

/** The same of those with as many events, which may only leave out steps of the CPU. */
function equalAfter({ equal }: Beside, isEvent: boolean, targets: Int32Array): StateSet {
  const after = isEvent ? equal.cleared() : equal.copy();
  after.addTargets(equal, targets);
  return after;
}

function countRuns(from: Node, accepting: number): bigint {
  from.runs ??=
    from.state === accepting
      ? 1n
      : from.edges.reduce((sum, { target }) => sum + countRuns(target, accepting), 0n);
  return from.runs;
}

function* words(
  from: Node,
  accepting: number,
  word: readonly number[],
): Generator<readonly number[]> {
  if (from.runs === 0n) return;
  if (from.state === accepting) yield word;
  for (const { letter, target } of from.edges) {
    yield* words(target, accepting, [...word, letter]);
  }
}
