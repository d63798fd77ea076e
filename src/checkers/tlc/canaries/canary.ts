/** The names of tlaplus issues and pull requests: bugs of TLC that can change a verdict. */
export const knownBugNames = [
  "tlaplus#725",
  "tlaplus#742",
  "tlaplus#971",
  "tlaplus#1112",
  "tlaplus#1145",
  "tlaplus#1302",
  "tlaplus#1348",
  "tlaplus#1385",
  "tlaplus#1440",
] as const;

export type KnownBugName = (typeof knownBugNames)[number];

/** What TLC is run on. */
export interface Specification {
  /** The text of each module by its name; the first is the one that TLC is started with. */
  readonly modules: readonly (readonly [name: string, text: string])[];
  readonly config: string;
  /** Options of TLC beside those of every run. */
  readonly options: readonly string[];
  readonly workers: number;
}

/**
 * A small specification that shows a bug where a jar has it, and its twin: as like it as can be,
 * without what the bug needs, and violated. A jar on which nothing is found in the twin says nothing
 * about the bug.
 */
export interface Canary {
  readonly bug: KnownBugName;
  /** What is true of the specification. */
  readonly truth: "violated" | "holds";
  readonly specification: Specification;
  readonly twin: Specification;
  /** How often it is run at most: a bug of threads shows now and then. */
  readonly tries: number;
  /** An error that TLC tells where it has the bug, and that is not true. */
  readonly falseClaim?: string;
  /** It takes more than ten seconds. */
  readonly isSlow?: true;
}
