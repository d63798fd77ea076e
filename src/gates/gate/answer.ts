import type { EventLines } from "../../analyses/behaviour/event-lines.js";
import type { Failure } from "../../analyses/check/verdict.js";
import type { PlatformName } from "../../machine/configuration/platform.js";
import type { NmiAnyProperty } from "../../machine/model/property-names.js";

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

/** Whether what holds is proven for every chain and any number of ips. */
export type EveryChain =
  | {
      readonly kind: "proven";
      readonly obligations: number;
      readonly clauses: readonly string[];
      readonly solvers: readonly string[];
    }
  /** Why it is not, in one sentence without a full stop. */
  | { readonly kind: "not proven"; readonly why: string };

/** The four answers, which are never merged. */
export type AnsweredVerdict =
  /** On the gate's machine; and on what others, where that was asked. */
  | { readonly kind: "holds"; readonly everyChain: EveryChain | null }
  | {
      readonly kind: "violated";
      readonly events: EventLines;
      readonly because: string;
      readonly replayedOn: readonly string[];
    }
  | { readonly kind: "bounded"; readonly bound: string }
  | { readonly kind: "failed"; readonly failure: Failure };
