import type { Fairness, Model } from "../../compiler/ir/model.js";
import { changedAgain } from "../../compiler/tla/changed-again.js";
import { evaluated } from "../../compiler/tla/evaluated.js";
import { FIRST } from "../../compiler/tla/machines.js";
import type { KnownBugName } from "../tlc/canaries/canary.js";

/** What is known of a run of TLC before it begins. */
export interface ExaminedRun {
  /** The model that is checked, as it was compiled; null where the modules are all that is known. */
  readonly model: Model | null;
  /** The TLA+ modules of the run. */
  readonly modules: readonly string[];
  /** The `.cfg`. */
  readonly config: string;
  /** The fairness assumptions of temporal properties; null where none are asked. */
  readonly fairness: Fairness | null;
  /** The arguments of `java`. */
  readonly line: readonly string[];
}

/** A bug of TLC that can change a verdict, and how it is kept away from runs of nmicheck. */
export interface Advisory {
  readonly bug: KnownBugName;
  readonly about: string;
  /** The releases that have it, as the TLA+ project says or as canaries found. */
  readonly versions: string;
  /** The construct or flag without which it does not show. */
  readonly needs: string;
  /** Why no run of nmicheck is touched. */
  readonly because: string;
  /** Whether a run could be touched after all. */
  readonly touches: (run: ExaminedRun) => boolean;
}

/**
 * The bugs of TLC that its project calls critical (tlaplus #1332), and those that were found since.
 * The facts are from the issues and pull requests themselves; what was found with canaries is said.
 */
export const advisories: readonly Advisory[] = [
  {
    bug: "tlaplus#725",
    about: "`ENABLED` in an instance of a module can have the wrong value",
    versions: "all releases; open",
    needs: "`INSTANCE` with substitutions, and `ENABLED` or fairness in what is instantiated",
    because:
      "`limits` and the runs over several machines instantiate modules, and ask nothing of `ENABLED` or fairness there",
    touches: ({ modules, fairness }) =>
      modules.some((text) => /\bINSTANCE\b/.test(code(text))) &&
      (fairness !== null || modules.some((text) => /\bENABLED\b|\b[WS]F_/.test(code(text)))),
  },
  {
    bug: "tlaplus#742",
    about:
      "so many fairness assumptions that their combinations overflow: a formula is taken for a tautology",
    versions: "1.7; a 1.8 with the fix refuses such a formula",
    needs: "32 strong fairness assumptions or as many alternatives otherwise, 2^32 combinations",
    because: "at most 16 assumptions of strong fairness are taken",
    touches: ({ fairness }) => fairness !== null && fairness.stronglyFair.length > 16,
  },
  {
    bug: "tlaplus#971",
    about: "violations of temporal properties are missed now and then",
    versions: "1.7; fixed in 1.8",
    needs: "a temporal property and several workers",
    because: "temporal properties are checked with one worker",
    touches: ({ fairness, config, line }) =>
      (fairness !== null || /^PROPERT(Y|IES)\b/m.test(config)) &&
      argumentOf(line, "-workers") !== "1",
  },
  {
    bug: "tlaplus#1112",
    about: "a set of met states outside of Java's heap can lose its order, and states with it",
    versions: "1.7; fixed in 1.8",
    needs: "`OffHeapDiskFPSet`, by a property of Java's",
    because: "TLC keeps the states that it has met in its usual set, `MSBDiskFPSet`",
    touches: ({ line }) => line.some((argument) => argument.includes("OffHeapDiskFPSet")),
  },
  {
    bug: "tlaplus#1145",
    about: "a changed function that is used as a sequence loses its changes",
    versions: "1.7; fixed in 1.8",
    needs: "`[i \\in 1 .. n |-> …]` changed by `EXCEPT` and used as a sequence",
    because: "arrays count from 0, and sequences are constants that nothing changes",
    touches: ({ modules }) => modules.some((text) => /\[\s*\w+\s*\\in\s*1\s*\.\./.test(code(text))),
  },
  {
    bug: "tlaplus#1302",
    about: "a change of a changed function can have the wrong value",
    versions: "1.7; fixed in 1.8",
    needs: "`[i \\in S |-> …]` changed by `EXCEPT`, read at a place, and changed again",
    because: "in a model that does so each array is made by `TLCEval`",
    touches: ({ model, modules }) =>
      model !== null &&
      (changedAgain(evaluated(model)).length > 0 ||
        (changedAgain(model).length > 0 &&
          !modules.some((text) => code(text).includes("TLCEval(")))),
  },
  {
    bug: "tlaplus#1348",
    about: "a temporal property that holds is called violated",
    versions: "builds of 1.8.0 before March 2026; 2.18 does not have it",
    needs: "a temporal property that the beginning of a behaviour can break",
    because:
      "a counterexample must be one on the typed model, and fair, or the verdict is `failed`",
    touches: () => false,
  },
  {
    bug: "tlaplus#1385",
    about: "after a violation it says that no error has been found, and ends with exit code 0",
    versions: "all releases; open",
    needs: "`-continue`, and a specification that does not say itself what is violated",
    because:
      "where `-continue` is given, the specification records each violation, and its last records must say the same",
    touches: ({ line, modules }) =>
      line.includes("-continue") && !modules.some((text) => defines(text, FIRST)),
  },
  {
    bug: "tlaplus#1440",
    about:
      "after a temporal property that cannot be evaluated at the start it ends with exit code 0, its search unfinished",
    versions: "all releases; open",
    needs: "a temporal property that cannot be evaluated in an initial state",
    because: "its message of an error, and states that are left over, make the verdict `failed`",
    touches: () => false,
  },
];

/** The advisories that touch a run; a run that any touches must not be trusted. */
export function touching(run: ExaminedRun): readonly Advisory[] {
  return advisories.filter(({ touches }) => touches(run));
}

function defines(module: string, operator: string): boolean {
  return code(module).split("\n").includes(`${operator} ==`);
}

/** The module without comments and texts. */
function code(module: string): string {
  return module
    .replace(/"(?:[^"\\]|\\.)*"/g, '""')
    .replace(/\(\*[\s\S]*?\*\)/g, "")
    .replace(/\\\*.*/g, "");
}

function argumentOf(line: readonly string[], option: string): string | undefined {
  const at = line.indexOf(option);
  return at === -1 ? undefined : line[at + 1];
}
