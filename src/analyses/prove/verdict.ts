import type { Obligation } from "../../compiler/smt/script.js";
import type { Said } from "../../compiler/smt/solver/answers.js";
import type { NmiProperty } from "../../machine/model/property-names.js";
import type { BrokenStep } from "../../machine/proof/broken-step.js";
import type { Subject } from "../../machine/subject.js";
import type { Failure } from "../check/verdict.js";

/** Why there is no proof. */
export type Missing =
  /** An obligation is not met: by a state, or the solvers did not find out in time. */
  | {
      readonly kind: "obligation";
      readonly obligation: Obligation;
      readonly said: Said;
      readonly broken: BrokenStep | null;
    }
  /** Nobody has said yet why the property should hold. */
  | { readonly kind: "no invariant" }
  /** The clauses are about what the policy does not keep, and none of another memory were found. */
  | { readonly kind: "other memory"; readonly message: string }
  /** The machine has something that no script for every chain can say. */
  | { readonly kind: "untranslatable"; readonly message: string };

/** A proof that each run of a machine is one on every chain that contains its, with as many ips or more. */
export interface Embedded {
  readonly obligations: number;
  /** What the solvers were asked. */
  readonly script: string;
}

/** What is known of a property for every chain. The answers are never merged with one another. */
export type ProofVerdict =
  | {
      readonly verdict: "proven";
      readonly obligations: number;
      readonly clauses: readonly string[];
      /**
       * The clauses without any one of which it is proven as well: of those that are written, on a machine
       * with axes or under a policy of the user's. That the others are needed is tested.
       */
      readonly superfluous: readonly string[];
      /** The invariant as TypeScript, where nobody has written it. */
      readonly found: string | null;
    }
  | {
      readonly verdict: "not proven";
      readonly missing: Missing;
      /** How many more clauses were tried, which are no invariant that has the property either. */
      readonly candidates: number;
    }
  /** On one finite machine: a run of so many states. */
  | {
      readonly verdict: "violated";
      readonly states: number;
      /** The proof that the run is one on every chain that contains the machine's; null: there is none. */
      readonly onContaining: Embedded | null;
    }
  | { readonly verdict: "failed"; readonly failure: Failure };

/** The answer to one question. */
export interface Proof extends Subject {
  readonly property: NmiProperty;
  readonly verdict: ProofVerdict;
  /** What the solvers were asked; null where they were not. */
  readonly script: string | null;
}
