import type { Place } from "../../base/diagnostic/diagnostic.js";
import type { Written } from "../../compiler/ir/model.js";

/** The ways in which one place of a model is changed. */
export const mutationOperators = [
  /** A condition is negated, or always true, or always false. */
  "condition",
  /** `&&` becomes `||` or the other way round, or one side of it is left out. */
  "connective",
  /** `===` becomes `!==`, `<` becomes `<=`, and the other way round. */
  "comparison",
  /** `!` is left out. */
  "negation",
  /** `+` becomes `-`, `Math.min` becomes `Math.max`, and the other way round. */
  "arithmetic",
  /** `.some` becomes `.every` and the other way round, or its test is negated. */
  "quantifier",
  /** Another constant of the same type. */
  "constant",
  /** A variable, a field or an item keeps its old value. */
  "update",
  /** Two branches of a `switch` are swapped, or a `case` is left out. */
  "branch",
] as const;

export type MutationOperator = (typeof mutationOperators)[number];

/** One change at one place of the source. */
export interface Mutation {
  readonly operator: MutationOperator;
  readonly place: Place;
  /** Where the changed text begins in its file, in UTF-16 units. */
  readonly offset: number;
  readonly before: string;
  readonly change: SourceChange;
}

/** What becomes of the text of a place. */
export type SourceChange =
  | { readonly kind: "replaced"; readonly after: string }
  /** It is left out: a property of an object literal. */
  | { readonly kind: "dropped" }
  /** No other text at that place alone says it. */
  | { readonly kind: "described"; readonly what: string };

/** The change of `written` to other text. */
export function replaced(operator: MutationOperator, written: Written, after: string): Mutation {
  return mutation(operator, written, { kind: "replaced", after });
}

/** The change of `written`, whose text stays where it is in its file. */
export function mutation(
  operator: MutationOperator,
  { offset, text, alternatives: _, ...place }: Written,
  change: SourceChange,
): Mutation {
  return { operator, place, offset, before: text, change };
}

/** The same for the same change at the same place, whatever model it was found in. */
export function mutationKey({ operator, place, offset, before, change }: Mutation): string {
  return JSON.stringify([place.file, offset, before.length, operator, change]);
}

/** What becomes of the place, as the user reads it. */
export function changeText({ change }: Mutation): string {
  switch (change.kind) {
    case "replaced":
      return change.after;
    case "dropped":
      return "(left out)";
    case "described":
      return `(${change.what})`;
  }
}
