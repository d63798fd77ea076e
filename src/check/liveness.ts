import type { State } from "../../spec/state.js";
import { boundText } from "../explore/exploration.js";
import { type NmiLivenessProperty, nmiLiveness } from "../explore/nmi-liveness.js";
import { type NmiEvent, nmiModel } from "../explore/nmi-model.js";
import {
  type CheckedLiveness,
  checkLiveness,
  type LivenessAnswer,
} from "../liveness/check-liveness.js";
import { buildTrace } from "../trace/build.js";
import { unanswered } from "./faults.js";
import type { CheckProgress, CheckRequest } from "./request.js";
import type { CheckResult, Subject } from "./result.js";
import { failureOf, type Measured, type Verdict } from "./verdict.js";

/** What the explorer found out about one subject. */
export type NmiLiveness = CheckedLiveness<State<unknown>, NmiEvent, NmiLivenessProperty>;

/** What of a request concerns the run of one subject. */
type Limits = Pick<CheckRequest, "signal" | "timeoutSeconds">;

/** Looks for fair cycles in the graph of one subject, executed as its TypeScript. */
export function exploreLiveness(
  subject: Subject,
  properties: readonly NmiLivenessProperty[],
  { signal, timeoutSeconds }: Limits,
  onProgress?: (progress: CheckProgress) => void,
): Promise<NmiLiveness> {
  const { platform, policy } = subject;
  return checkLiveness(
    nmiModel({ platform, policy: policy.policy }),
    properties.map((name) => nmiLiveness(name, platform)),
    {
      ...(signal === undefined ? {} : { signal }),
      ...(timeoutSeconds === undefined ? {} : { maxSeconds: timeoutSeconds }),
      ...(onProgress === undefined
        ? {}
        : { onProgress: (progress) => onProgress({ subject, ...progress }) }),
    },
  );
}

/** The verdicts of the embedded explorer on what must happen in the end, in their order. */
export async function checkLivenessByExplorer(
  subject: Subject,
  request: CheckRequest,
  onProgress?: (progress: CheckProgress) => void,
): Promise<readonly CheckResult[]> {
  const properties = request.liveness ?? [];
  const { answers, distinct, generated, depth, seconds } = await exploreLiveness(
    subject,
    properties,
    request,
    onProgress,
  );
  const measured: Measured = { states: { distinct, generated }, depth, seconds };
  return properties.map((property): CheckResult => {
    const answer = answers.get(property);
    const verdict = verdictOf(answer, measured, (path) =>
      buildTrace(traceOrigin(subject, property, request.version), path),
    );
    return { ...subject, property, verdict, certified: false, replayedOn: [] };
  });
}

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

type Answer = LivenessAnswer<State<unknown>, NmiEvent>;

function verdictOf(
  answer: Answer | undefined,
  measured: Measured,
  trace: (path: Extract<Answer, { answer: "violated" }>["path"]) => ReturnType<typeof buildTrace>,
): Verdict {
  switch (answer?.answer) {
    case "holds":
      return { verdict: "holds", measured };
    case "violated":
      return { verdict: "violated", measured, trace: trace(answer.path) };
    case "bounded":
      return { verdict: "bounded", measured, bound: boundText(answer.bound) };
    case "failed":
      return { verdict: "failed", measured, failure: failureOf(answer.fault) };
    case undefined:
      return { verdict: "failed", measured, failure: failureOf(unanswered()) };
  }
}
