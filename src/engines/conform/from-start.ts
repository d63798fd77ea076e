import { isDeepStrictEqual } from "node:util";
import type { State } from "../../../spec/cpu/state.js";
import { at } from "../../../spec/language.js";
import { canonicalText } from "../../checkers/explore/state-keys.js";
import type { NmiEvent } from "../../machine/model/nmi-model.js";
import type { Execution } from "./edge-cover.js";
import type { ObservedGraph } from "./observed-graph.js";
import { edgesTo } from "./paths.js";
import type { Subject } from "./subject.js";

/** Pairs of nodes that are looked at to tell two memories apart, at most. */
const MOST_PAIRS = 4_096;

/** One NMI without arrivals: its edges, what an engine tells of it, and where it leads. */
interface PlainNmi {
  readonly edges: readonly number[];
  readonly shown: readonly unknown[];
  readonly end: number;
}

/** Two nodes that differ in the policy's memory alone, and the edges of the first that led there. */
interface Pair {
  readonly here: number;
  readonly other: number;
  readonly edges: readonly number[];
}

/**
 * Executions from the start of the machine, for a policy whose memory an engine can neither be set
 * to nor show. Where one ends, the engine's memory may be another one than the model's, and nothing
 * tells: so each is continued, once for each other memory that a NMI without arrivals, or some of
 * them, would tell from the right one.
 */
export class FromStart<S extends State<unknown>, E extends NmiEvent> {
  readonly #subject: Subject<S, E>;
  readonly #graph: ObservedGraph<S, E>;
  readonly #alike = new Map<string, number[]>();
  readonly #probes = new Map<number, readonly (readonly number[])[]>();
  readonly #nmis = new Map<number, PlainNmi | null>();

  constructor(subject: Subject<S, E>, graph: ObservedGraph<S, E>) {
    this.#subject = subject;
    this.#graph = graph;
    for (const [node, state] of graph.states.entries()) {
      if (state.position.at !== "run") continue;
      const key = this.#hardware(node);
      this.#alike.set(key, [...(this.#alike.get(key) ?? []), node]);
    }
  }

  /** The same behaviour from the start, with each continuation that tells memories apart. */
  *executions({ start, edges }: Execution): Generator<Execution> {
    const whole = [...edgesTo(this.#graph, start), ...edges];
    const end = at(this.#graph.targets, at(whole, whole.length - 1));
    const probes = this.#probesOf(end);
    if (probes.length === 0) yield { start: 0, edges: whole };
    for (const probe of probes) yield { start: 0, edges: [...whole, ...probe] };
  }

  #hardware(node: number): string {
    const { swallowNmi, ...rest } = this.#subject.observed(at(this.#graph.states, node));
    return canonicalText(rest);
  }

  #probesOf(node: number): readonly (readonly number[])[] {
    const known = this.#probes.get(node);
    if (known !== undefined) return known;
    const others = (this.#alike.get(this.#hardware(node)) ?? []).filter((other) => other !== node);
    const found = others.flatMap((other) => {
      const probe = this.#tellingApart(node, other);
      return probe === null ? [] : [probe];
    });
    const probes = found.filter(
      (probe, index) => found.findIndex((one) => isDeepStrictEqual(one, probe)) === index,
    );
    this.#probes.set(node, probes);
    return probes;
  }

  /** The fewest events and NMIs that show a difference, or null where none was found. */
  #tellingApart(node: number, other: number): readonly number[] | null {
    const queue: Pair[] = [{ here: node, other, edges: [] }];
    const met = new Set([`${node} ${other}`]);
    for (const pair of queue) {
      if (met.size > MOST_PAIRS) return null;
      const left = this.#plainNmi(pair.here);
      const right = this.#plainNmi(pair.other);
      const next = this.#outside(pair);
      if (left !== null && right !== null) {
        const edges = [...pair.edges, ...left.edges];
        if (!isDeepStrictEqual(left.shown, right.shown)) return edges;
        next.push({ here: left.end, other: right.end, edges });
      }
      for (const one of next) {
        const key = `${one.here} ${one.other}`;
        if (one.here === one.other || met.has(key)) continue;
        met.add(key);
        queue.push(one);
      }
    }
    return null;
  }

  /** What an event outside of NMI context makes of both. */
  #outside({ here, other, edges }: Pair): Pair[] {
    const { events, targets, states } = this.#graph;
    return events.flatMap((_, index) => {
      const edge = here * events.length + index;
      const target = at(targets, edge);
      const otherTarget = at(targets, other * events.length + index);
      if (target < 0 || otherTarget < 0 || at(states, target).position.at !== "run") return [];
      return [{ here: target, other: otherTarget, edges: [...edges, edge] }];
    });
  }

  /** The NMI that a node outside of NMI context can take, or null. */
  #plainNmi(node: number): PlainNmi | null {
    const known = this.#nmis.get(node);
    if (known !== undefined) return known;
    const found = this.#takeNmi(node);
    this.#nmis.set(node, found);
    return found;
  }

  #takeNmi(node: number): PlainNmi | null {
    const { events, targets, states } = this.#graph;
    const edges: number[] = [];
    const shown: unknown[] = [];
    let here = node;
    do {
      const step = events.findIndex(
        ({ name }, index) =>
          ["deliver", "poll", "decide"].includes(name) &&
          at(targets, here * events.length + index) >= 0,
      );
      if (step < 0) return null;
      const edge = here * events.length + step;
      const event = at(events, step);
      const before = at(states, here);
      if (event.name === "decide") {
        const after = this.#subject.model.apply(event, before);
        if (after === null) throw new Error("the decision leaves the model");
        shown.push(this.#subject.ending(before, after));
      }
      edges.push(edge);
      here = at(targets, edge);
    } while (at(states, here).position.at !== "run");
    shown.push(this.#hardware(here));
    return { edges, shown, end: here };
  }
}
