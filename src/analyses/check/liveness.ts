import { type CheckedLiveness, checkLiveness } from "../../checkers/liveness/check-liveness.js";
import type { MachineEvent, MachineState } from "../../machine/model/machine-model.js";
import { nmiLiveness } from "../../machine/model/nmi-liveness.js";
import type { NmiLivenessProperty } from "../../machine/model/property-names.js";
import type { Subject } from "../../machine/subject.js";
import { modelOf, traceOriginOf } from "../../machine/subject.js";
import { explorerVerdict } from "./explorer-verdict.js";
import type { CheckProgress, CheckRequest } from "./request.js";
import type { CheckResult } from "./result.js";
import type { Measured } from "./verdict.js";

/** What the explorer found out about one subject. */
export type NmiLiveness = CheckedLiveness<MachineState, MachineEvent, NmiLivenessProperty>;

/** What of a request concerns the run of one subject. */
type Limits = Pick<CheckRequest, "signal" | "timeoutSeconds">;

/** Looks for fair cycles in the graph of one subject, executed as its TypeScript. */
export function exploreLiveness(
  subject: Subject,
  properties: readonly NmiLivenessProperty[],
  { signal, timeoutSeconds }: Limits,
  onProgress?: (progress: CheckProgress) => void,
): Promise<NmiLiveness> {
  return checkLiveness(
    modelOf(subject),
    properties.map((name) => nmiLiveness(name, subject)),
    {
      ...(signal === undefined ? {} : { signal }),
      ...(timeoutSeconds === undefined ? {} : { maxSeconds: timeoutSeconds }),
      ...(onProgress === undefined
        ? {}
        : { onProgress: (progress) => onProgress({ subject, ...progress }) }),
    },
  );
}

/** The verdicts of the embedded explorer on liveness properties, in their order. */
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
  const origin = await traceOriginOf(subject, request.version);
  return properties.map((property): CheckResult => {
    const answer = answers.get(property);
    const verdict = explorerVerdict(answer, measured, { ...origin, property });
    return { ...subject, property, verdict, certified: false, replayedOn: [] };
  });
}
