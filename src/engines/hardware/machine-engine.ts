import type { Answer, Engine, EngineCall } from "../engine.js";
import { answerTraces } from "../qemu/answer-traces.js";
import { guestAxisNames } from "../qemu/guest-axes.js";
import type { TracePlan } from "../qemu/plan.js";
import { traceLine } from "../qemu/program.js";
import { outcomeOfTrace, type TraceOutcome } from "../qemu/seen.js";
import { TraceCutter } from "../qemu/trace-cutter.js";
import type { MachineLog } from "./machine-log.js";

/** A user's kernel may have any built-in policy in its nmi.c: that is for the traces to tell. */
export const machinePolicies: readonly string[] = ["none", "v5", "mainline"];

/** The module sets no setting of the kernel: one that panics would take the machine with it. */
export const machineAxisNames: readonly string[] = guestAxisNames.filter(
  (name) => name !== "panic",
);

/** What a machine that runs the module can play; `release` is its kernel's. */
export function machineAbout(release: string): Engine["about"] {
  return {
    name: `Linux ${release}`,
    version: release,
    policies: machinePolicies,
    platforms: ["ideal", "sticky", "shadow", "sticky+shadow"],
    cpus: 1,
    axes: machineAxisNames,
  };
}

/**
 * A machine as an engine, by what its log has: each trace is answered by what came of the line that
 * the module was asked for it, and of no other.
 */
export function machineEngine(log: MachineLog): Engine {
  const cutter = new TraceCutter(machinePolicies);
  const play = async (plan: TracePlan): Promise<TraceOutcome> => outcomeIn(log, plan);
  return {
    about: machineAbout(log.release),
    title: `Linux ${log.release} of ${log.file}`,
    playsUsers: "as it stands",
    ask: async (calls: readonly EngineCall[]): Promise<readonly Answer[]> =>
      (await answerTraces(cutter, calls, "on that machine", play)).answers,
    close: async () => {},
  };
}

function outcomeIn(log: MachineLog, plan: TracePlan): TraceOutcome {
  const answer = log.answers.get(traceLine(plan).trimEnd());
  if (answer === undefined) {
    const reason = log.ended ? "it was not asked for" : "the log ends before it was played";
    return { kind: "notArranged", reason };
  }
  if ("lost" in answer) return { kind: "notArranged", reason: answer.lost };
  return outcomeOfTrace(plan, answer, log.latch.folds);
}
