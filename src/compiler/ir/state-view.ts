import type { Expression } from "./expression.js";

/** One thing that tells two states apart. */
export type ViewPart =
  | { readonly kind: "value"; readonly value: Expression }
  /**
   * Variables of which only equality matters: of each its number in the order in which values come
   * up among `variables`. Where `dead` is true of a variable, it tells nothing.
   */
  | {
      readonly kind: "numbered";
      readonly variables: readonly string[];
      /** For each variable where it does not matter: nowhere where it is null. */
      readonly dead: readonly (Expression | null)[];
    };

/** What tells the states of a model apart, where not all of what they hold matters. */
export type StateView = readonly ViewPart[];
