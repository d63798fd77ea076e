import type { State } from "../../spec/state.js";
import { type Answer, boundText } from "../explore/exploration.js";
import type { NmiEvent } from "../explore/nmi-model.js";
import type { LivenessAnswer } from "../liveness/check-liveness.js";
import { buildTrace } from "../trace/build.js";
import { unanswered } from "./faults.js";
import type { CheckResult, Subject } from "./result.js";
import { failureOf, type Measured, type Verdict } from "./verdict.js";

/** What the explorer answers to a property of states, or to one of what must happen in the end. */
type ExplorerAnswer =
  | Answer<State<unknown>, NmiEvent>
  | LivenessAnswer<State<unknown>, NmiEvent>
  | undefined;

/** What a trace of this property says of itself. */
export function traceOrigin(
  { policy, platform }: Subject,
  property: CheckResult["property"],
  version: string,
): Parameters<typeof buildTrace>[0] {
  return {
    nmicheck: version,
    model: policy.model,
    policy: { name: policy.name, builtIn: policy.origin.kind === "builtIn" },
    platform,
    property,
  };
}

/** The verdict in an answer of the explorer; a counterexample as the trace of this origin. */
export function explorerVerdict(
  answer: ExplorerAnswer,
  measured: Measured,
  origin: ReturnType<typeof traceOrigin>,
): Verdict {
  switch (answer?.answer) {
    case "holds":
      return { verdict: "holds", measured };
    case "violated":
      return { verdict: "violated", measured, trace: buildTrace(origin, answer.path) };
    case "bounded":
      return { verdict: "bounded", measured, bound: boundText(answer.bound) };
    case "failed":
      return { verdict: "failed", measured, failure: failureOf(answer.fault) };
    case undefined:
      return { verdict: "failed", measured, failure: failureOf(unanswered()) };
  }
}
