import { at } from "../../spec/language.js";
import { type Automaton, NOWHERE } from "./automaton.js";
import { StateSet } from "./state-set.js";

/** How far to search. */
export interface SearchLimits {
  /** The most events of the environment in a run; not bounded by default. */
  readonly maxEvents?: number;
  /** Nodes of the product at which the search gives up, in the middle of a layer. */
  readonly mostNodes?: number;
  /** Told of the nodes so far, now and then. */
  readonly onProgress?: (nodes: number) => void;
  readonly signal?: AbortSignal;
}

/** How it is known that no minimal run is missing. */
export type Completeness =
  /** No minimal run of any length is missing. */
  | { readonly is: "complete"; readonly nodes: number }
  /** Longer ones may be missing: only runs of so many events of the environment were searched. */
  | { readonly is: "bounded"; readonly maxEvents: number; readonly nodes: number };

/** All minimal runs, as the words along the paths of a graph without cycles. */
export interface MinimalRuns {
  readonly count: bigint;
  readonly completeness: Completeness;
  /** The runs, letter by letter, in the order of the model's events. */
  words(): Generator<readonly number[]>;
}

interface Node {
  readonly state: number;
  /** Where the run may also stand when only steps of the CPU are left out of it, or nothing. */
  readonly equal: StateSet;
  /** Where it may stand when at least one event of the environment is left out. */
  readonly fewer: StateSet;
  readonly edges: { readonly letter: number; readonly target: Node }[];
  /** Minimal runs from here on, once counted. */
  runs: bigint | null;
}

/** Nodes at which a search gives up by itself: some hundred megabytes of sets. */
const MOST_NODES = 400_000;

/** Some milliseconds of work. */
const NODES_BETWEEN_REPORTS = 256;

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
  const equal = StateSet.empty(next.length);
  equal.add(start);
  const root = node(start, equal, StateSet.empty(next.length));
  let layer: Node[] = [root];
  let nodes = 1;
  let events = 0;
  const { maxEvents = Number.POSITIVE_INFINITY, mostNodes = MOST_NODES } = limits;
  for (; layer.length > 0 && events <= maxEvents; events++) {
    limits.signal?.throwIfAborted();
    const known = new Map(layer.map((one) => [keyOf(one), one]));
    const later = new Map<string, Node>();
    // The loop also visits what it adds to the layer: steps of the CPU stay in it.
    for (const source of layer) {
      if (nodes > mostNodes) break;
      if (source.state === accepting) continue;
      for (const [letter, state] of at(next, source.state).entries()) {
        if (state === NOWHERE) continue;
        const isEvent = at(isEnvironment, letter);
        const moved = follow(source, letter, state, isEvent, next);
        if (moved.fewer.has(accepting) || moved.fewer.has(state)) continue;
        const nodesOfLayer = isEvent ? later : known;
        const key = keyOf(moved);
        const target = nodesOfLayer.get(key) ?? moved;
        source.edges.push({ letter, target });
        if (target !== moved) continue;
        nodesOfLayer.set(key, target);
        nodes++;
        if (nodes % NODES_BETWEEN_REPORTS === 0) limits.onProgress?.(nodes);
        if (!isEvent) layer.push(target);
      }
    }
    if (nodes > mostNodes) break;
    layer = [...later.values()];
  }
  const isComplete = layer.length === 0;
  // What was not searched to its end does not count, not even what was found in it.
  for (const open of layer) open.runs = 0n;
  return {
    count: countRuns(root, accepting),
    completeness: isComplete
      ? { is: "complete", nodes }
      : { is: "bounded", maxEvents: events - 1, nodes },
    words: () => words(root, accepting, []),
  };
}

function node(state: number, equal: StateSet, fewer: StateSet): Node {
  return { state, equal, fewer, edges: [], runs: null };
}

function keyOf({ state, equal, fewer }: Node): string {
  return `${state}|${equal.text}|${fewer.text}`;
}

/** The node after one more letter, which each accompanying run takes as well or leaves out. */
function follow(
  source: Node,
  letter: number,
  state: number,
  isEvent: boolean,
  next: Automaton["next"],
): Node {
  const fewer = source.fewer.copy();
  for (const other of source.fewer) {
    const target = at(at(next, other), letter);
    if (target !== NOWHERE) fewer.add(target);
  }
  if (isEvent) fewer.include(source.equal);
  const equal = isEvent ? StateSet.empty(next.length) : source.equal.copy();
  for (const other of source.equal) {
    const target = at(at(next, other), letter);
    if (target !== NOWHERE) equal.add(target);
  }
  // A run with fewer events there says more than one with as many.
  equal.exclude(fewer);
  return node(state, equal, fewer);
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
