import type { Answer } from "../engine.js";
import type { GuestNmi, TraceReport } from "./guest-report.js";
import type { NmiPlan, TracePlan } from "./plan.js";

/** What the booted kernel did with one NMI. */
export type NmiAnswer = Extract<Answer, { readonly kind: "nmi" }>;

/** What became of one trace in the guest. */
export type TraceOutcome =
  | {
      readonly kind: "seen";
      readonly nmis: readonly NmiAnswer[];
      /** `regs->ip` of each NMI, relative to a place of the module. */
      readonly ips: readonly number[];
      /** How often the NMI_UNKNOWN chain was called. */
      readonly unknown: number;
      /**
       * How often "Uhhuh. NMI received for unknown reason" was printed. A kernel that limits the rate
       * of that message (6.12 does: ten in five seconds) prints it less often than it would.
       */
      readonly printed: number;
      /** What was only imitated, each as a sentence without a full stop. */
      readonly imitations: readonly string[];
    }
  | {
      readonly kind: "notArranged";
      /** Why the trace could not be brought about on this machine, without a full stop. */
      readonly reason: string;
    };

const FOLDED_BY_US =
  "edges that come before an NMI is taken were sent as one: this CPU takes an NMI between any two instructions";

function sum(counts: readonly number[]): number {
  return counts.reduce((total, count) => total + count, 0);
}

type Run = Pick<NmiAnswer, "claimed" | "outcome" | "claimedUnknown">;

function outcomeOf(nmi: GuestNmi): NmiAnswer["outcome"] {
  if (nmi.unknown > 0) return isClaimedUnknown(nmi) ? "claimed-unknown" : "unknown";
  return sum(nmi.claimed) > 0 ? "handled" : "swallowed";
}

function isClaimedUnknown({ claimedUnknown = [] }: GuestNmi): boolean {
  return sum(claimedUnknown) > 0;
}

function runOf(nmi: GuestNmi, outcome: NmiAnswer["outcome"]): Run {
  const { claimed, claimedUnknown } = nmi;
  return { claimed, outcome, ...(claimedUnknown !== undefined && { claimedUnknown }) };
}

/** The kernel's answer to each NMI; what ran again within one is told with it. */
function answersOf(plans: readonly NmiPlan[], runs: readonly Run[]): readonly NmiAnswer[] {
  const answers: NmiAnswer[] = [];
  for (const [index, run] of runs.entries()) {
    const last = answers.at(-1);
    if (plans[index]?.rerun === true && last !== undefined) {
      answers[answers.length - 1] = { ...last, reruns: [...(last.reruns ?? []), run] };
    } else {
      answers.push({ kind: "nmi", ...run, state: undefined });
    }
  }
  return answers;
}

function nests({ arrivals }: NmiPlan): number {
  return arrivals.filter(({ edge }) => edge.from === "nest").length;
}

/** Why what the guest saw is not what the plan asked for; null when it is. */
function whyNot(plan: TracePlan, report: TraceReport): string | null {
  const { nmis, uhhuh } = report;
  const most = plan.nmis.length + (plan.trailing ? 1 : 0);
  if (nmis.length < plan.nmis.length && report.panicked !== true) {
    return `NMI ${nmis.length + 1} of the trace did not come`;
  }
  if (nmis.length > most) return `an NMI came after NMI ${most}, and the trace has no more`;
  for (const [index, planned] of plan.nmis.entries()) {
    const nmi = nmis[index];
    if (nmi === undefined) continue;
    const name = `NMI ${index + 1}`;
    if (nmi.unasked === true) return `${name} came before its edges were sent`;
    if (nmi.disordered === true)
      return `in ${name} the handlers were not called in the order of the chain`;
    if ((nmi.nested ?? 0) !== nests(planned))
      return `in ${name} NMIs did not nest as the trace has it`;
    const before = nmis[index - 1];
    const plannedBefore = plan.nmis[index - 1];
    if (before === undefined || plannedBefore === undefined) continue;
    const same = nmi.ip === before.ip;
    if (same === (planned.rip === plannedBefore.rip)) continue;
    return same
      ? `${name} found the CPU where the one before it did (regs->ip ${nmi.ip}), and the trace has it elsewhere`
      : `${name} found the CPU elsewhere than the one before it did (regs->ip ${before.ip}, then ${nmi.ip}), and the trace has it at the same place`;
  }
  const unknown = sum(nmis.map((nmi) => (isClaimedUnknown(nmi) ? 0 : nmi.unknown)));
  if (uhhuh <= unknown) return null;
  return `the kernel printed "Uhhuh" ${uhhuh} times, and called the NMI_UNKNOWN chain ${unknown} times`;
}

/** What the guest's report on a trace means: the kernel's answers, or why there are none. */
export function outcomeOfTrace(plan: TracePlan, report: TraceReport, folds: boolean): TraceOutcome {
  const reason = whyNot(plan, report);
  if (reason !== null) return { kind: "notArranged", reason };
  const nmis = report.nmis.slice(0, plan.nmis.length);
  const foldedByUs = !folds && plan.nmis.some((nmi) => nmi.edges.length > 1);
  const panicIn = report.panicked === true ? nmis.length - 1 : -1;
  const runs = nmis.map((nmi, index) => runOf(nmi, index === panicIn ? "panic" : outcomeOf(nmi)));
  return {
    kind: "seen",
    nmis: answersOf(plan.nmis, runs),
    ips: nmis.map((nmi) => nmi.ip),
    unknown: sum(report.nmis.map((nmi) => nmi.unknown)),
    printed: report.uhhuh,
    imitations: foldedByUs ? [...plan.imitations, FOLDED_BY_US] : plan.imitations,
  };
}
