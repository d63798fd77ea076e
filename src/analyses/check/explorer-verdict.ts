import { type Answer, boundText } from "../../checkers/explore/exploration.js";
import type { LivenessAnswer } from "../../checkers/liveness/check-liveness.js";
import type { MachineEvent, MachineState } from "../../machine/model/machine-model.js";
import { buildTrace, type TraceOrigin } from "../../machine/trace/build.js";
import { cancelled } from "./cancelled.js";
import { unanswered } from "./diagnostics.js";
import { failureOf, type Measured, type Verdict } from "./verdict.js";

/** What the explorer answers to a property of states, or to a liveness property. */
export type ExplorerAnswer =
  | Answer<MachineState, MachineEvent>
  | LivenessAnswer<MachineState, MachineEvent>
  | undefined;

/** The verdict in an answer of the explorer; a counterexample as the trace of this origin. */
export function explorerVerdict(
  answer: ExplorerAnswer,
  measured: Measured,
  origin: TraceOrigin,
): Verdict {
  switch (answer?.answer) {
    case "holds":
      return { verdict: "holds", measured };
    case "violated":
      return { verdict: "violated", measured, trace: buildTrace(origin, answer.path) };
    case "bounded":
      return answer.bound.bound === "cancelled"
        ? cancelled(measured)
        : { verdict: "bounded", measured, bound: boundText(answer.bound) };
    case "failed":
      return { verdict: "failed", measured, failure: failureOf(answer.diagnostic) };
    case undefined:
      return { verdict: "failed", measured, failure: failureOf(unanswered()) };
  }
}
