import type { EventLines } from "../behaviour/event-lines.js";
import type { Failure } from "../check/verdict.js";
import type { PlatformName } from "../configuration/platform.js";
import type { NmiAnyProperty } from "../explore/nmi-liveness.js";

/** The answer to one question of a gate, from a checker or from a certificate. */
export interface Answer {
  readonly platform: PlatformName;
  readonly property: NmiAnyProperty;
  readonly verdict: AnsweredVerdict;
  /** By TLC, from a jar with a known digest. */
  readonly certified: boolean;
  readonly states: { readonly distinct: number; readonly generated: number };
  readonly depth: number;
  readonly collisionProbability: number | null;
  readonly seconds: number;
}

/** The four answers, which are never merged. */
export type AnsweredVerdict =
  | { readonly kind: "holds" }
  | {
      readonly kind: "violated";
      readonly events: EventLines;
      readonly because: string;
      readonly replayedOn: readonly string[];
    }
  | { readonly kind: "bounded"; readonly bound: string }
  | { readonly kind: "failed"; readonly failure: Failure };
