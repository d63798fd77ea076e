import type { Engine, EngineCall } from "../engine.js";
import { machineAbout, machinePolicies } from "../hardware/machine-engine.js";
import { type TracePlan, tooLarge } from "../qemu/plan.js";
import { TraceCutter } from "../qemu/trace-cutter.js";
import type { Behaviour } from "./behaviour.js";
import { takes } from "./judge.js";
import { replaySteps } from "./steps.js";

/** A plan, or why there is none, without a full stop. */
export type Planned =
  | { readonly kind: "planned"; readonly plan: TracePlan }
  | { readonly kind: "unfit"; readonly reason: string };

/** Some machine that the module will run on. */
const someMachine: Engine = {
  about: machineAbout("of the user's"),
  title: "a machine of the user's",
  playsUsers: "as it stands",
  ask: () => Promise.reject(new Error("it is not here")),
  close: async () => {},
};

/** How the module is to play a trace on a machine, or why it cannot. */
export async function planTrace(behaviour: Behaviour): Promise<Planned> {
  const taken = takes(someMachine, behaviour);
  if (taken.kind === "unable") return { kind: "unfit", reason: taken.reason };
  const calls: EngineCall[] = [];
  for await (const { call } of replaySteps(behaviour, taken.setUp)) calls.push(call);
  const { answers, traces } = new TraceCutter(machinePolicies).cut(calls);
  for (const [index, answer] of answers.entries()) {
    const call = calls[index];
    // A kernel is not looked into, and need not be.
    if (call?.op === "state" && call.set === undefined) continue;
    if (answer?.kind === "refused") return { kind: "unfit", reason: answer.message };
  }
  const [trace] = traces;
  if (trace === undefined || trace.nmis.length === 0) {
    return { kind: "unfit", reason: "no NMI of it comes to its end" };
  }
  const { plan } = trace.planner;
  const large = tooLarge(plan);
  return large === null ? { kind: "planned", plan } : { kind: "unfit", reason: large };
}
