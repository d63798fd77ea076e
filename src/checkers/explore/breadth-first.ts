import { setImmediate } from "node:timers/promises";
import type { Diagnostic } from "../../base/diagnostic/diagnostic.js";
import { type AskedOfModel, type ExploreDiagnosticCode, modelError } from "./diagnostics.js";
import type { ExecutableModel, ModelEvent } from "./executable-model.js";
import type { Answer, Bound, Exploration, Limits, Progress } from "./exploration.js";
import { SearchTree } from "./search-tree.js";

/** States expanded between two looks at the clock and at the signal: some milliseconds of work. */
const STATES_BETWEEN_PAUSES = 512;

export interface ExploreOptions<P extends string> extends Limits {
  /** The properties to answer; all of the model's by default. */
  readonly properties?: readonly P[];
  /** The property whose violation ends the exploration: beyond it there may be no end. */
  readonly essential?: P;
  /** Told every few milliseconds. */
  readonly onProgress?: (progress: Progress) => void;
}

/** A state found whose successors are still to be computed. */
interface Open<State> {
  readonly number: number;
  readonly state: State;
}

/** The model failed, where a property was asked for or, without one, in an event. */
interface Failure<P> {
  readonly property: P | null;
  readonly diagnostic: Diagnostic<ExploreDiagnosticCode>;
}

type End =
  | { readonly end: "exhausted" }
  | { readonly end: "bounded"; readonly bound: Bound }
  | { readonly end: "failed"; readonly diagnostic: Diagnostic<ExploreDiagnosticCode> };

class BreadthFirst<State extends object, Event extends ModelEvent, P extends string> {
  readonly #model: ExecutableModel<State, Event, P>;
  readonly #limits: Limits;
  readonly #essential: P | undefined;
  readonly #tree: SearchTree<State, Event>;
  readonly #started = performance.now();
  /** The number of the first state found without the property. */
  readonly #violations = new Map<P, number>();
  /** The properties not violated so far. */
  #open: ExecutableModel<State, Event, P>["invariants"];
  #level: readonly Open<State>[];
  #nextLevel: Open<State>[] = [];
  /** What failed in the level, in the order met: the level is looked at to its end all the same. */
  #failures: readonly Failure<P>[] = [];
  #expanded = 0;
  #generated = 1;

  constructor(
    model: ExecutableModel<State, Event, P>,
    initial: State,
    asked: ExecutableModel<State, Event, P>["invariants"],
    options: ExploreOptions<P>,
  ) {
    this.#model = model;
    this.#limits = options;
    this.#essential = options.essential;
    this.#open = asked;
    this.#tree = new SearchTree(model, initial);
    this.#level = [{ number: 0, state: initial }];
  }

  get progress(): Progress {
    const distinct = Math.min(this.#tree.size, this.#limits.maxStates ?? Number.POSITIVE_INFINITY);
    return {
      distinct,
      generated: this.#generated,
      queue: distinct - this.#expanded,
      depth: this.#tree.depth(distinct - 1),
      seconds: (performance.now() - this.#started) / 1000,
    };
  }

  /** Expands states, level by level, until there is a reason to end. */
  async run(onProgress: ((progress: Progress) => void) | undefined): Promise<End> {
    for (const open of this.#level) {
      const end = this.#check(open);
      if (end !== null) return end;
    }
    while (this.#level.length > 0 && this.#failures.length === 0) {
      for (const open of this.#level) {
        if (this.#expanded % STATES_BETWEEN_PAUSES === 0) {
          await setImmediate();
          onProgress?.(this.progress);
          const bound = this.#interruption();
          if (bound !== null) return { end: "bounded", bound };
        }
        const end = this.#expand(open);
        if (end !== null) return end;
        this.#expanded++;
      }
      this.#level = this.#nextLevel;
      this.#nextLevel = [];
    }
    const [first] = this.#failures;
    return first === undefined
      ? { end: "exhausted" }
      : { end: "failed", diagnostic: first.diagnostic };
  }

  answer(property: P, end: End): Answer<State, Event> {
    const violation = this.#violations.get(property);
    if (violation === undefined) return unviolated(end);
    return { answer: "violated", path: this.#tree.path(violation) };
  }

  #interruption(): Bound | null {
    if (this.#limits.signal?.aborted === true) return { bound: "cancelled" };
    const seconds = this.#limits.maxSeconds;
    if (seconds === undefined || this.progress.seconds < seconds) return null;
    return { bound: "time", seconds };
  }

  /** Computes the successors of one state. A bound is only met when there is a state beyond it. */
  #expand(open: Open<State>): End | null {
    const { maxStates, maxDepth } = this.#limits;
    const isDeepest = maxDepth !== undefined && this.#tree.depth(open.number) >= maxDepth;
    for (const [index, event] of this.#model.events.entries()) {
      let next: State | null;
      try {
        next = this.#model.apply(event, open.state);
      } catch (error) {
        this.#fail(null, { event }, open, error);
        continue;
      }
      if (next === null) continue;
      this.#generated++;
      if (isDeepest) {
        if (this.#tree.has(next)) continue;
        return { end: "bounded", bound: { bound: "depth", limit: maxDepth } };
      }
      const added = this.#tree.add(next, open.number, index);
      if (!added.isNew) continue;
      if (maxStates !== undefined && this.#tree.size > maxStates) {
        return { end: "bounded", bound: { bound: "states", limit: maxStates } };
      }
      const found = { number: added.number, state: next };
      const end = this.#check(found);
      if (end !== null) return end;
      this.#nextLevel.push(found);
    }
    return null;
  }

  /** A property that is violated in a level has this as its answer, whatever fails in the level. */
  #check(found: Open<State>): End | null {
    for (const invariant of this.#open) {
      try {
        if (invariant.holds(found.state)) continue;
      } catch (error) {
        this.#fail(invariant.name, { invariant: invariant.name }, found, error);
        continue;
      }
      this.#violations.set(invariant.name, found.number);
      this.#open = this.#open.filter((other) => other !== invariant);
      this.#failures = this.#failures.filter(({ property }) => property !== invariant.name);
      if (invariant.name === this.#essential) {
        return { end: "bounded", bound: { bound: "violation", property: invariant.name } };
      }
    }
    return null;
  }

  #fail(property: P | null, asked: AskedOfModel, { number, state }: Open<State>, error: unknown) {
    if (this.#failures.some((failure) => failure.property === property)) return;
    const steps = this.#tree.depth(number) - 1;
    const diagnostic = modelError(asked, { state, steps }, error);
    this.#failures = [...this.#failures, { property, diagnostic }];
  }
}

function unviolated(end: End): Answer<never, never> {
  switch (end.end) {
    case "exhausted":
      return { answer: "holds" };
    case "bounded":
      return { answer: "bounded", bound: end.bound };
    case "failed":
      return { answer: "failed", diagnostic: end.diagnostic };
  }
}

/**
 * Visits every reachable state, nearest first, and answers all properties from this one
 * exploration: a property that is violated does not stop the others.
 *
 * Errors that the model throws become `failed` answers.
 *
 * @throws Diagnostic `explore/inconsistent-model` when the model does not repeat what it said, and
 * whatever `onProgress` throws
 */
export async function explore<State extends object, Event extends ModelEvent, P extends string>(
  model: ExecutableModel<State, Event, P>,
  options: ExploreOptions<P> = {},
): Promise<Exploration<State, Event, P>> {
  const wanted = options.properties;
  const asked = model.invariants.filter(
    ({ name }) => wanted === undefined || wanted.includes(name),
  );
  let initial: State;
  try {
    initial = model.initial();
  } catch (error) {
    const answer = unviolated({ end: "failed", diagnostic: modelError("initial", null, error) });
    const answers = new Map(asked.map(({ name }) => [name, answer]));
    return { answers, distinct: 0, generated: 0, depth: 0, seconds: 0 };
  }
  const search = new BreadthFirst(model, initial, asked, options);
  const end = await search.run(options.onProgress);
  const { distinct, generated, depth, seconds } = search.progress;
  const answers = new Map(asked.map(({ name }) => [name, search.answer(name, end)]));
  return { answers, distinct, generated, depth, seconds };
}
