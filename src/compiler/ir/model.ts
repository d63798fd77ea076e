import type { Place } from "../../base/diagnostic/diagnostic.js";
import type { Expression } from "./expression.js";
import type { Step } from "./step.js";
import type { Type } from "./type.js";

/** Where a part of a model was written: its place, and what stands there. */
export interface Written extends Place {
  /** Where it begins in its file, in UTF-16 units. */
  readonly offset: number;
  readonly text: string;
  /** For a text constant: the other values that its type allows there. */
  readonly alternatives?: readonly string[];
}

/** A parameter of the whole model, fixed for a run. */
export interface Constant {
  readonly name: string;
  readonly type: Type;
  readonly doc: string;
}

export interface Variable {
  readonly name: string;
  readonly type: Type;
  readonly doc: string;
  /** Part of the observer's knowledge, not of the system: nothing of the system may depend on it. */
  readonly ghost: boolean;
  readonly initial: Expression;
}

/** A function of the model that became an operator. It may read the state. */
export interface Operator {
  readonly name: string;
  readonly parameters: readonly string[];
  readonly body: Expression;
  readonly doc: string;
  /** Whose it is: the section that it is printed in. */
  readonly section: string;
}

export interface Parameter {
  readonly name: string;
  readonly type: Type;
}

export interface Action {
  readonly name: string;
  readonly parameters: readonly Parameter[];
  readonly step: Step;
  readonly doc: string;
  readonly section: string;
}

export interface Invariant {
  readonly name: string;
  readonly body: Expression;
  readonly doc: string;
}

/**
 * Whenever `whenever` is true, `eventually` is true then or later, for every choice of the
 * parameters.
 */
export interface LeadsTo {
  readonly name: string;
  readonly parameters: readonly Parameter[];
  readonly whenever: Expression;
  readonly eventually: Expression;
  readonly doc: string;
}

/**
 * The fairness assumptions, and the properties that are checked under them.
 * Actions are named, and each is fair for each choice of its parameters. A step of an action is one
 * that changes the state.
 */
export interface Fairness {
  readonly name: string;
  /** An action that stays enabled from some time on happens. */
  readonly weaklyFair: readonly string[];
  /** An action that is enabled again and again happens. */
  readonly stronglyFair: readonly string[];
  /** An action that eventually stops, with whatever parameters. */
  readonly ceasing: readonly string[];
  readonly properties: readonly LeadsTo[];
  readonly doc: string;
}

/**
 * The name of the fairness assumptions under which `property` is asked.
 *
 * @throws Error when the model does not ask it: a mistake of the caller's
 */
export function fairnessOf({ liveness }: Pick<Model, "liveness">, property: string): string {
  const asked = liveness.find(({ properties }) => properties.some(({ name }) => name === property));
  if (asked === undefined) throw new Error(`the model does not ask for ${property}`);
  return asked.name;
}

/** Everything that is to be known of a model, after the front end and before any target. */
export interface Model {
  readonly name: string;
  readonly doc: string;
  /** The source files, relative to the package or as the user named them, and what each is for. */
  readonly sources: readonly string[];
  readonly constants: readonly Constant[];
  readonly variables: readonly Variable[];
  /** In an order in which each uses only those before it. */
  readonly operators: readonly Operator[];
  readonly actions: readonly Action[];
  readonly invariants: readonly Invariant[];
  /** Empty for a model of which nothing is asked in the end. */
  readonly liveness: readonly Fairness[];
  /** Where an expression, step, update, operator or action was written. */
  readonly places: ReadonlyMap<object, Written>;
}
