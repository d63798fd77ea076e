import { setImmediate } from "node:timers/promises";
import type { State } from "../../../spec/cpu/state.js";
import { at } from "../../../spec/language.js";
import type { ModelEvent } from "../../checkers/explore/executable-model.js";
import type { NmiEvent } from "../../machine/model/nmi-model.js";
import type { Subject } from "./subject.js";

/** States expanded between two looks at the signal. */
const STATES_BETWEEN_PAUSES = 1_024;

/**
 * The model's reachable graph as a kernel and its hardware can show it: states that differ in
 * nothing but the ghost are one node. The ghost has no say in what can happen (this is checked for
 * every edge), so what covers the edges between the nodes covers every edge of the model.
 */
export interface ObservedGraph<S extends object = State<unknown>, E extends ModelEvent = NmiEvent> {
  readonly events: readonly E[];
  /** A state of the model for each node, the first one met; node 0 is the start. */
  readonly states: readonly S[];
  /** How many states of the model each node stands for. */
  readonly copies: readonly number[];
  /** The node that event *e* leads to from node *n*, or -1, at `n * events.length + e`. */
  readonly targets: readonly number[];
  /** For each node but the start, the edge by which it was met first, as an index of `targets`. */
  readonly firstEdges: readonly number[];
  /** Edges of the model's graph: source state, event with its parameters, target state. */
  readonly modelEdges: number;
  readonly modelStates: number;
}

/** A model in one configuration whose states have numbers. */
export type Numbered<S extends object, E extends ModelEvent> = Pick<
  Subject<S, E>,
  "model" | "numbers"
>;

class GraphBuilder<S extends object, E extends ModelEvent> {
  readonly #model: Subject<S, E>["model"];
  readonly #numbers: Subject<S, E>["numbers"];
  readonly #met = new Set<number>();
  readonly #nodes = new Map<number, number>();
  readonly states: S[] = [];
  readonly copies: number[] = [];
  readonly targets: number[] = [];
  readonly firstEdges: number[] = [];
  #modelEdges = 0;
  #level: { readonly node: number; readonly state: S }[] = [];

  constructor({ model, numbers }: Numbered<S, E>) {
    this.#model = model;
    this.#numbers = numbers;
  }

  async build(signal: AbortSignal | undefined): Promise<ObservedGraph<S, E>> {
    this.#meet(this.#model.initial(), -1);
    let expanded = 0;
    while (this.#level.length > 0) {
      const level = this.#level;
      this.#level = [];
      for (const { node, state } of level) {
        if (expanded++ % STATES_BETWEEN_PAUSES === 0) {
          await setImmediate();
          signal?.throwIfAborted();
        }
        this.#expand(node, state);
      }
    }
    const { states, copies, targets, firstEdges } = this;
    const { events } = this.#model;
    const modelStates = this.#met.size;
    return {
      events,
      states,
      copies,
      targets,
      firstEdges,
      modelEdges: this.#modelEdges,
      modelStates,
    };
  }

  #expand(node: number, state: S): void {
    const { events } = this.#model;
    for (const [index, event] of events.entries()) {
      const edge = node * events.length + index;
      const next = this.#model.apply(event, state);
      const target = next === null ? -1 : this.#meet(next, edge);
      if (target >= 0) this.#modelEdges++;
      const known = this.targets[edge];
      if (known === undefined) this.targets[edge] = target;
      else if (known !== target) throw new Error("the ghost has a say in what happens");
    }
  }

  /** The node of a state; one that was not met before is to be expanded. */
  #meet(state: S, edge: number): number {
    const observed = this.#numbers.observed(state);
    const full = this.#numbers.full(observed, state);
    const known = this.#nodes.get(observed);
    const node = known ?? this.#nodes.size;
    if (known === undefined) {
      this.#nodes.set(observed, node);
      this.states.push(state);
      this.copies.push(0);
      this.firstEdges.push(edge);
    }
    if (!this.#met.has(full)) {
      this.#met.add(full);
      this.copies[node] = at(this.copies, node) + 1;
      this.#level.push({ node, state });
    }
    return node;
  }
}

/**
 * Explores the model of a subject to the end.
 *
 * @throws the signal's reason when it aborts
 */
export function observedGraph<S extends object, E extends ModelEvent>(
  subject: Numbered<S, E>,
  signal?: AbortSignal,
): Promise<ObservedGraph<S, E>> {
  return new GraphBuilder(subject).build(signal);
}
