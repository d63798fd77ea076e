/**
 * The fairness assumptions, by the names of events. An action is fair for each choice of its
 * parameters: of several CPUs each one goes on, whatever the others do. A step of an action is one
 * that changes the state, as in TLA+ (`<<A>>_vars`).
 */
export interface FairnessAssumption {
  readonly name: string;
  /** An action that stays enabled from some time on happens. */
  readonly weaklyFair: readonly string[];
  /** An action that is enabled again and again happens. */
  readonly stronglyFair: readonly string[];
  /** An action that eventually stops, with whatever parameters. */
  readonly ceasing: readonly string[];
}

/** One demand: whenever `whenever` is true, `eventually` is true then or later. */
export interface LeadsToCase<State> {
  /** The choice of the property's parameters; none for a property without any. */
  readonly parameters: Readonly<Record<string, string | number | boolean>>;
  whenever(state: State): boolean;
  eventually(state: State): boolean;
}

/** What must happen eventually, in each of its cases. */
export interface LivenessProperty<State, P extends string> {
  readonly name: P;
  readonly fairness: FairnessAssumption;
  /** One for each choice of the property's parameters, in a fixed order. */
  readonly cases: readonly LeadsToCase<State>[];
}
