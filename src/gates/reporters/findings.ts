import type { GateOutcome, GateRun, VerdictOutcome } from "../gate/outcome.js";
import type { Reason } from "../gate/reason.js";

/** One thing that a gate is asked, as reports of tests have cases. */
export interface Case {
  readonly gate: GateOutcome | null;
  /** `NoSpurious on ideal`, or what stands for the whole. */
  readonly name: string;
  readonly verdict: VerdictOutcome | null;
  readonly reasons: readonly Reason[];
}

/** Every case of a run: the verdicts of each gate, each gate as a whole, and the config. */
export function casesOf(run: GateRun): readonly Case[] {
  return [
    ...run.gates.flatMap((gate): readonly Case[] => [
      ...(gate.kind === "verdicts" ? gate.verdicts : []).map((verdict) => ({
        gate,
        name: `${verdict.property} on ${verdict.platform}: ${verdict.expected}`,
        verdict,
        reasons: verdict.reasons,
      })),
      {
        gate,
        name: nameOfWhole(gate),
        verdict: null,
        reasons: gate.reasons,
      },
    ]),
    { gate: null, name: "the config as a whole", verdict: null, reasons: run.reasons },
  ];
}

function nameOfWhole(gate: GateOutcome): string {
  if (gate.kind === "conformance") return "every edge conforms";
  return gate.verdicts.length === 0 ? "it can be asked" : "pins and coverage";
}

/** A reason, and the case that it belongs to. */
export interface Finding {
  readonly of: Case;
  readonly reason: Reason;
}

/** Every reason of a run. */
export function findingsOf(run: GateRun): readonly Finding[] {
  return casesOf(run).flatMap((one) => one.reasons.map((reason) => ({ of: one, reason })));
}

/** Whose case it is, in words. */
export function ownerOf({ gate }: Case): string {
  return gate === null ? "config" : gate.name;
}
