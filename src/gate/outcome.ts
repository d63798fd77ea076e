import type { Checker } from "../check/result.js";
import type { PlatformName } from "../configuration/platform.js";
import type { NmiProperty } from "../explore/nmi-model.js";
import type { Place } from "../fault/fault.js";
import type { EventLines } from "./behaviour.js";
import type { ExpectedVerdict } from "./config.js";
import type { Reason } from "./reason.js";

/** What came of one verdict that a gate stands for. */
export interface VerdictOutcome {
  readonly platform: PlatformName;
  readonly property: NmiProperty;
  readonly expected: ExpectedVerdict;
  readonly verdict: "holds" | "violated" | "bounded" | "failed";
  /** By TLC, from a jar with a known or accepted digest. */
  readonly certified: boolean;
  readonly states: { readonly distinct: number; readonly generated: number };
  readonly depth: number;
  readonly collisionProbability: number | null;
  readonly counterexample: Counterexample | null;
  readonly reasons: readonly Reason[];
}

/** A shortest counterexample, and who has seen it. */
export interface Counterexample {
  readonly events: EventLines;
  /** In one sentence in terms of the kernel, without a full stop. */
  readonly because: string;
  readonly replayedOn: readonly string[];
}

/** What came of a gate about a policy. */
export interface VerdictGateOutcome {
  readonly kind: "verdicts";
  readonly name: string;
  readonly policy: string;
  readonly chain: readonly number[];
  readonly rips: number;
  /** Where the policy is written: its file, or where the config names it. */
  readonly place: Place | null;
  readonly verdicts: readonly VerdictOutcome[];
  /** Of the gate as a whole. */
  readonly reasons: readonly Reason[];
  /** Answered from the cache. */
  readonly cached: boolean;
  readonly seconds: number;
}

/** What came of holding an engine against the model. */
export interface ConformanceGateOutcome {
  readonly kind: "conformance";
  readonly name: string;
  readonly engine: string;
  readonly place: Place | null;
  readonly edges: { readonly total: number; readonly covered: number };
  readonly nmis: number;
  readonly reasons: readonly Reason[];
  readonly cached: boolean;
  readonly seconds: number;
}

export type GateOutcome = VerdictGateOutcome | ConformanceGateOutcome;

/** What came of all gates: what every reporter is given. */
export interface GateRun {
  readonly nmicheck: string;
  /** The config, as the person would name it. */
  readonly config: string;
  readonly checker: Checker;
  readonly gates: readonly GateOutcome[];
  /** Of the config as a whole. */
  readonly reasons: readonly Reason[];
  readonly seconds: number;
}

/** Every reason of a gate, its verdicts' included. */
export function reasonsOf(gate: GateOutcome): readonly Reason[] {
  return gate.kind === "conformance"
    ? gate.reasons
    : [...gate.reasons, ...gate.verdicts.flatMap((verdict) => verdict.reasons)];
}

/** Whether everything is as expected. */
export function passes(run: GateRun): boolean {
  return run.reasons.length === 0 && run.gates.every((gate) => reasonsOf(gate).length === 0);
}
