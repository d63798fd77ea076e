import type { State } from "../../../spec/cpu/state.js";
import { at } from "../../../spec/language.js";
import type { Policy } from "../../../spec/policy.js";
import { stepsTo } from "../../checkers/explore/trail.js";
import { WorkBudget } from "../../checkers/packed/work-budget.js";
import { type NmiEvent, nmiModel } from "../../machine/model/nmi-model.js";
import type { Machine } from "../../machine/subject.js";
import { type NumberedGraph, numberedGraph } from "./numbered-graph.js";
import { endingOf, type NmiObservation, type Observation, seen } from "./observation.js";
import { emptyView, Seeing, type View, viewAfter } from "./seeing.js";

/** What may happen from the end of one NMI to the end of the next. */
export interface Segment {
  /** Where it ends, by its number. */
  readonly target: number;
  /** What an observer sees of the NMI at its end. */
  readonly seen: string;
  readonly observed: NmiObservation;
  /** The state in which the policy is asked, by its number: with it the rest is known. */
  readonly decision: number;
  /** No handler claimed anything: it is for the policy to report or to swallow. */
  readonly isUnclaimed: boolean;
  /** Ghost: an unknown edge was folded into the NMI. */
  readonly carriesUnknown: boolean;
  /** The events of a shortest way, the last being *decide*. */
  readonly length: number;
}

/**
 * Everything that the hardware can do, cut at the ends of NMIs. Boundaries are the states there and the
 * initial one, number 0; each has the segments that begin in it.
 */
export interface Hardware {
  readonly machine: Machine;
  readonly observation: Observation;
  readonly segments: readonly (readonly Segment[])[];
  /** The events of a segment that begins in a boundary: found again, since they would take most of the memory. */
  eventsOf(boundary: number, segment: Segment): readonly NmiEvent[];
  /** What all that is found out of it may take. */
  readonly budget: WorkBudget;
  /** States of the model without what reports and swallows change. */
  readonly states: number;
}

/** What reports and swallows change, and nothing else does, is made the same in every state. */
function withoutVerdicts(state: State<unknown>): State<unknown> {
  return { ...state, outcome: null, elsewhere: null, owed: false };
}

/** A state on the way from one boundary to the next, with what is in an observer's view. */
interface Node {
  readonly state: number;
  readonly view: View;
  readonly parent: Node | null;
  readonly last: NmiEvent | null;
}

/** The state of a boundary, and what is in view there: the sources of the edges that pend. */
interface Boundary {
  readonly state: number;
  readonly view: View;
}

/** What is seen of an NMI, which looks the same after many ways. */
interface Looks {
  readonly observed: NmiObservation;
  readonly text: string;
}

/**
 * Finds out by executing the typed model what can happen between the ends of NMIs, and what an
 * observer sees of it.
 *
 * @param walk a policy whose `proceed` walks the chain; what else it says does not matter
 * @throws SearchStopped when the budget is used up
 */
export function hardwareOf(
  machine: Machine,
  walk: Policy<unknown>,
  observation: Observation,
  budget: WorkBudget = new WorkBudget(),
): Hardware {
  const { platform, axes } = machine;
  const model = nmiModel({ platform, policy: walk, axes: axes?.machine });
  const graph = numberedGraph(model, withoutVerdicts, budget);
  const seeing = new Seeing(machine, observation);
  const keys = new NodeKeys(machine, graph.states.length);
  const boundaries: Boundary[] = [{ state: 0, view: emptyView }];
  const numbers = new Map([[keys.ofBoundary(0, emptyView), 0]]);
  const segments: (readonly Segment[])[] = [];
  const looks = new Map<string, Looks>();
  const looksOf = (view: View, before: State<unknown>): Looks => {
    const port = `${before.serr},${before.iochk}`;
    const key = `${view.claimed},${view.sources},${before.backToBack},${port}`;
    const known = looks.get(key);
    if (known !== undefined) return known;
    const observed = seeing.observed(view, before);
    const found = { observed, text: seen(observation, observed) };
    looks.set(key, found);
    return found;
  };
  const numberOf = (state: number, view: View): number => {
    const key = keys.ofBoundary(state, view);
    const known = numbers.get(key);
    if (known !== undefined) return known;
    numbers.set(key, boundaries.length);
    boundaries.push({ state, view });
    return boundaries.length - 1;
  };
  /** The first way to each end that differs in more than the way. */
  const waysFrom = (boundary: Boundary): ReadonlyMap<string, End> => {
    const ways = new Map<string, End>();
    for (const end of endsFrom(boundary, graph, seeing, keys, budget)) {
      const { state, view } = end.node;
      const { text } = looksOf(view, at(graph.states, state));
      const key = `${state},${view.pending},${view.second},${text}`;
      if (!ways.has(key)) ways.set(key, end);
    }
    return ways;
  };
  budget.begin("steps between ends of NMIs");
  for (const boundary of boundaries) {
    const own: Segment[] = [];
    for (const { node, target } of waysFrom(boundary).values()) {
      const before = at(graph.states, node.state);
      const { observed, text } = looksOf(node.view, before);
      own.push({
        target: numberOf(target, viewAfter(node.view)),
        seen: text,
        observed,
        decision: node.state,
        isUnclaimed: endingOf(observed) === "unclaimed",
        carriesUnknown: before.carriesUnknown,
        length: stepsTo(node).length + 1,
      });
    }
    segments.push(own);
  }
  const eventsOf = (number: number, { decision, target, seen: text }: Segment) => {
    const { pending, second } = at(boundaries, target).view;
    const end = waysFrom(at(boundaries, number)).get(`${decision},${pending},${second},${text}`);
    if (end === undefined) throw new Error(`no such segment begins in boundary ${number}`);
    return [...stepsTo(end.node).map(({ by }) => by), { name: "decide", parameters: {} } as const];
  };
  return { machine, observation, segments, eventsOf, budget, states: graph.states.length };
}

/** The end of an NMI: the state before it, and the one after it. */
interface End {
  readonly node: Node;
  readonly target: number;
}

/** Every way to the end of an NMI and the state after it, breadth first: the shortest come first. */
function* endsFrom(
  { state: start, view: first }: Boundary,
  graph: NumberedGraph,
  seeing: Seeing,
  keys: NodeKeys,
  budget: WorkBudget,
): Generator<End> {
  const root: Node = { state: start, view: first, parent: null, last: null };
  const known = new Set([keys.of(root)]);
  const open = [root];
  for (const node of open) {
    budget.step();
    const before = at(graph.states, node.state);
    for (const { event, target } of at(graph.edges, node.state)) {
      if (event.name === "decide") {
        yield { node, target };
        continue;
      }
      const view = seeing.after(node.view, event, before);
      const next = { state: target, view, parent: node, last: event };
      const key = keys.of(next);
      if (known.has(key)) continue;
      known.add(key);
      open.push(next);
    }
  }
}

/** Numbers for nodes: equal numbers, equal nodes. Chains are too short for one not to be exact. */
class NodeKeys {
  readonly #sources: number;
  /** Sources of a second NMI that pends: none where the latch keeps but one. */
  readonly #seconds: number;
  readonly #slots: number;

  constructor({ platform: { chain }, axes }: Machine, states: number) {
    this.#sources = 2 ** (chain.length + 1);
    this.#seconds = axes?.machine.latchDepth === 2 ? this.#sources : 1;
    this.#slots = 2 ** chain.reduce((sum, slots) => sum + slots, 0);
    if (states * this.#sources ** 2 * this.#seconds * this.#slots > Number.MAX_SAFE_INTEGER) {
      throw new RangeError("the chain is too long");
    }
  }

  of({ state, view }: Node): number {
    const { sources, claimed } = view;
    return (this.ofBoundary(state, view) * this.#sources + sources) * this.#slots + claimed;
  }

  ofBoundary(state: number, { pending, second }: View): number {
    return (state * this.#sources + pending) * this.#seconds + second;
  }
}
