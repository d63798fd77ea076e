import type { TracePlatform } from "../../machine/trace/schema.js";
import type { EngineAbout, EngineCall } from "../engine.js";
import type { Dialogue } from "./dialogue.js";

/** What went wrong in a check: what was sent, what came back, and what should have. */
export interface CheckFailure {
  /** The last line sent before it went wrong; a very long one is cut. */
  readonly sent: string | undefined;
  /** What the engine answered, or what it did instead: "it ended (exit code 1)". */
  readonly received: string;
  readonly expected: string;
  /** The engine's last lines on standard error. */
  readonly stderr: readonly string[];
}

/** How one check went. */
export type CheckResult = {
  /** Stable and unique: `arrivals/before-their-poll`. */
  readonly name: string;
  /** The rule of the protocol that is checked, in one sentence. */
  readonly rule: string;
} & (
  | { readonly verdict: "passed" }
  | { readonly verdict: "failed"; readonly failure: CheckFailure }
  | { readonly verdict: "not-applicable"; readonly reason: string }
);

/** A policy, a platform and CPUs that an engine must have announced for a check to apply to it. */
export interface Needs {
  readonly policy: string;
  readonly platform: TracePlatform["name"];
  /** One if not given. */
  readonly cpus?: number;
}

/**
 * One rule of the protocol with a way to check it, on an engine process that has said hello.
 */
export type Check = {
  readonly name: string;
  readonly rule: string;
} & (
  | {
      /** Calls whose right answers the model knows. The first one is a `setup`. */
      readonly kind: "calls";
      readonly needs: Needs;
      readonly needsState: boolean;
      readonly calls: Iterable<EngineCall>;
    }
  | {
      /** A dialogue of its own kind. */
      readonly kind: "dialogue";
      readonly run: (dialogue: Dialogue, about: EngineAbout) => Promise<void>;
      /** It ends the engine itself. */
      readonly ends: boolean;
    }
);
