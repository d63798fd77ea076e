import { inconsistentModel } from "./diagnostics.js";
import type { ExecutableModel, ModelEvent, Path } from "./executable-model.js";
import { StateKeys } from "./state-keys.js";

/**
 * The states of a breadth-first search, numbered in order of discovery, each with the event that
 * led to it first. The states themselves are not kept: a path is executed again when it is asked
 * for.
 */
export class SearchTree<State extends object, Event extends ModelEvent> {
  readonly #model: ExecutableModel<State, Event, string>;
  readonly #keys: StateKeys;
  readonly #numbers = new Map<string, number>();
  readonly #parents: number[] = [0];
  readonly #events: number[] = [-1];
  readonly #depths: number[] = [1];

  /** @param initial the model's initial state, which gets number 0 */
  constructor(model: ExecutableModel<State, Event, string>, initial: State) {
    this.#model = model;
    this.#keys = new StateKeys(initial);
    this.#numbers.set(this.#keys.key(initial), 0);
  }

  /** How many states there are. */
  get size(): number {
    return this.#numbers.size;
  }

  has(state: State): boolean {
    return this.#numbers.has(this.#keys.key(state));
  }

  /**
   * Adds `state`, reached from number `parent` by the model's event number `event`, unless it is
   * there already.
   */
  add(
    state: State,
    parent: number,
    event: number,
  ): { readonly number: number; readonly isNew: boolean } {
    const key = this.#keys.key(state);
    const known = this.#numbers.get(key);
    if (known !== undefined) return { number: known, isNew: false };
    const number = this.#numbers.size;
    this.#numbers.set(key, number);
    this.#parents.push(parent);
    this.#events.push(event);
    this.#depths.push(this.depth(parent) + 1);
    return { number, isNew: true };
  }

  /** States on the shortest path to state `number`, both ends included. */
  depth(number: number): number {
    return this.#depths[number] ?? 0;
  }

  /**
   * The shortest path to state `number`, the first one in the order of the model's events.
   *
   * @throws Diagnostic `explore/inconsistent-model` when the model does not repeat what it said
   */
  path(number: number): Path<State, Event> {
    const events: Event[] = [];
    for (let at = number; at !== 0; at = this.#parents[at] ?? 0) {
      const event = this.#model.events[this.#events[at] ?? -1];
      if (event !== undefined) events.push(event);
    }
    const initial = this.#model.initial();
    let state = initial;
    const steps = events.reverse().map((event) => {
      const next = this.#model.apply(event, state);
      if (next === null) throw inconsistentModel(event, state);
      state = next;
      return { event, state };
    });
    return { initial, steps };
  }
}
