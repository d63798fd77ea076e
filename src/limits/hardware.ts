import { at } from "../../spec/language.js";
import type { Policy } from "../../spec/policy.js";
import type { State } from "../../spec/state.js";
import type { NamedPlatform } from "../configuration/platform.js";
import { type NmiEvent, nmiModel } from "../explore/nmi-model.js";
import { type NumberedGraph, numberedGraph } from "./numbered-graph.js";
import { type Observation, type Sight, seen, total } from "./observation.js";
import { emptyView, Seeing, type View } from "./seeing.js";

/** What may happen from the end of one NMI to the end of the next. */
export interface Stretch {
  /** Where it ends, by its number. */
  readonly target: number;
  /** What an observer sees of the NMI at its end. */
  readonly seen: string;
  readonly sight: Sight;
  /** The state in which the policy is asked, by its number: with it the rest is known. */
  readonly decision: number;
  /** No handler claimed anything: it is for the policy to report or to swallow. */
  readonly isUnclaimed: boolean;
  /** Ghost: an unknown edge was folded into the NMI. */
  readonly carriesUnknown: boolean;
  /** A shortest way, its last event being *decide*. */
  readonly events: readonly NmiEvent[];
}

/**
 * Everything that the hardware can do, cut at the ends of NMIs. Moments are the states there and the
 * initial one, number 0; each has the stretches that begin in it.
 */
export interface Hardware {
  readonly platform: NamedPlatform;
  readonly observation: Observation;
  readonly stretches: readonly (readonly Stretch[])[];
  /** States of the model without what reports and swallows change. */
  readonly states: number;
}

/** What reports and swallows change, and nothing else does, is made the same in every state. */
function withoutVerdicts(state: State<unknown>): State<unknown> {
  return { ...state, outcome: null, owed: false };
}

/** A state on the way from one moment to the next, with what is in an observer's view. */
interface Node {
  readonly state: number;
  readonly view: View;
  readonly parent: Node | null;
  readonly event: NmiEvent | null;
}

/**
 * Finds out by executing the typed model what can happen between the ends of NMIs, and what an
 * observer sees of it.
 *
 * @param walk a policy whose `proceed` walks the chain; what else it says does not matter
 */
export function hardwareOf(
  platform: NamedPlatform,
  walk: Policy<unknown>,
  observation: Observation,
): Hardware {
  const graph = numberedGraph(nmiModel({ platform, policy: walk }), withoutVerdicts);
  const seeing = new Seeing(platform.chain, observation);
  const moments = [{ state: 0, pending: 0 }];
  const numbers = new Map([["0,0", 0]]);
  const stretches: (readonly Stretch[])[] = [];
  const numberOf = (state: number, pending: number): number => {
    const key = `${state},${pending}`;
    const known = numbers.get(key);
    if (known !== undefined) return known;
    numbers.set(key, moments.length);
    moments.push({ state, pending });
    return moments.length - 1;
  };
  for (const { state, pending } of moments) {
    const root: Node = { state, view: { ...emptyView, pending }, parent: null, event: null };
    const found = new Map<string, Stretch>();
    for (const { node, target } of endsFrom(root, graph, seeing)) {
      const before = at(graph.states, node.state);
      const sight = seeing.sight(node.view, before);
      const text = seen(observation, sight);
      const key = `${node.state},${node.view.pending},${text}`;
      if (found.has(key)) continue;
      found.set(key, {
        target: numberOf(target, node.view.pending),
        seen: text,
        sight,
        decision: node.state,
        isUnclaimed: total(sight) === 0,
        carriesUnknown: before.carriesUnknown,
        events: [...eventsTo(node), { name: "decide", parameters: {} }],
      });
    }
    stretches.push([...found.values()]);
  }
  return { platform, observation, stretches, states: graph.states.length };
}

/** Every way to the end of an NMI and the state after it, breadth first: the shortest come first. */
function* endsFrom(
  root: Node,
  graph: NumberedGraph,
  seeing: Seeing,
): Generator<{ readonly node: Node; readonly target: number }> {
  const known = new Set([keyOf(root)]);
  const open = [root];
  for (const node of open) {
    const before = at(graph.states, node.state);
    for (const { event, target } of at(graph.edges, node.state)) {
      if (event.name === "decide") {
        yield { node, target };
        continue;
      }
      const view = seeing.after(node.view, event, before);
      const next = { state: target, view, parent: node, event };
      const key = keyOf(next);
      if (known.has(key)) continue;
      known.add(key);
      open.push(next);
    }
  }
}

function keyOf({ state, view }: Node): string {
  return `${state},${view.pending},${view.sources},${view.claimed}`;
}

function eventsTo(node: Node): readonly NmiEvent[] {
  const events: NmiEvent[] = [];
  for (let here: Node | null = node; here !== null; here = here.parent) {
    if (here.event !== null) events.push(here.event);
  }
  return events.reverse();
}
