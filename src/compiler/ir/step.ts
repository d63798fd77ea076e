import type { Expression } from "./expression.js";

/** `variable' = value`. */
export interface Update {
  readonly variable: string;
  readonly value: Expression;
}

/**
 * What an action does in a state: nothing at all (it is not enabled), or it changes the variables
 * of `updates` at once and leaves the others alone.
 */
export type Step =
  | { readonly kind: "disabled" }
  | { readonly kind: "update"; readonly updates: readonly Update[] }
  | {
      readonly kind: "if";
      readonly condition: Expression;
      readonly whenTrue: Step;
      readonly whenFalse: Step;
    }
  | {
      readonly kind: "let";
      readonly name: string;
      readonly value: Expression;
      readonly body: Step;
    };

/** The variables that `step` may change. */
export function updatedVariables(step: Step): ReadonlySet<string> {
  switch (step.kind) {
    case "disabled":
      return new Set();
    case "update":
      return new Set(step.updates.map((update) => update.variable));
    case "if":
      return new Set([...updatedVariables(step.whenTrue), ...updatedVariables(step.whenFalse)]);
    case "let":
      return updatedVariables(step.body);
  }
}
