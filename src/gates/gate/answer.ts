import type { EventLines } from "../../analyses/behaviour/event-lines.js";
import type { Failure } from "../../analyses/check/verdict.js";
import type { PlatformName } from "../../machine/configuration/platform.js";
import type { NmiAnyProperty } from "../../machine/model/nmi-liveness.js";

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
