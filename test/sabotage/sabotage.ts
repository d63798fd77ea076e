import { Diagnostic } from "../../src/base/diagnostic/diagnostic.js";

/** Something that is done to the way from a question to its answer. */
export interface Sabotage {
  readonly name: string;
  /** Does it; says by what it was seen, or null where everything looks like an answer. */
  readonly seenBy: () => Promise<string | null>;
}

/** A sabotage of code that answers at once; a diagnostic that it throws has seen it. */
export function sabotage(name: string, seenBy: () => string | null): Sabotage {
  return {
    name,
    seenBy: async () => {
      try {
        return seenBy();
      } catch (error) {
        if (error instanceof Diagnostic) return error.code;
        throw error;
      }
    },
  };
}
