/** An event of a model: the action's name and the values of its parameters. */
export interface ModelEvent {
  readonly name: string;
  readonly parameters: Readonly<Record<string, string | number | boolean>>;
}

/** What must be true in every reachable state. */
export interface Invariant<State, Property extends string> {
  readonly name: Property;
  holds(state: State): boolean;
}

/**
 * A model that runs. States are plain immutable JSON-like data, and two states are the same when
 * their data is.
 */
export interface ExecutableModel<State extends object, Event extends ModelEvent, P extends string> {
  initial(): State;
  /**
   * Every event that the model knows, in one fixed order. The order decides which of two equally
   * short paths is shown, and which of two events with the same effect.
   */
  readonly events: readonly Event[];
  /** The state after `event`, or null where it cannot happen. May throw: the model is wrong then. */
  apply(event: Event, state: State): State | null;
  readonly invariants: readonly Invariant<State, P>[];
}

/** One event of a behaviour and the state after it. */
export interface Step<State, Event> {
  readonly event: Event;
  readonly state: State;
}

/** A behaviour from the initial state on. */
export interface Path<State, Event> {
  readonly initial: State;
  readonly steps: readonly Step<State, Event>[];
}

/** Every step that can be taken from `state`, in the order of the model's events. */
export function* successors<State extends object, Event extends ModelEvent>(
  model: Pick<ExecutableModel<State, Event, string>, "events" | "apply">,
  state: State,
): Generator<Step<State, Event>> {
  for (const event of model.events) {
    const next = model.apply(event, state);
    if (next !== null) yield { event, state: next };
  }
}

/** An event as the user writes it, with its parameters in order: `raise(0, 1)`, `deliver`. */
export function eventText(event: ModelEvent): string {
  const values = Object.values(event.parameters);
  return values.length === 0 ? event.name : `${event.name}(${values.join(", ")})`;
}
