import { join } from "node:path";
import { withTemporaryFolder } from "../process/temporary-folder.js";
import { pause } from "../process/without-pause.js";
import { TlaValueReader } from "../tla/value/reader.js";
import { notDistributed } from "../tlc/distributed/faults.js";
import { allOrFirstFault } from "./all-or-first-fault.js";
import { isOver } from "./cancelled.js";
import { compiledOf } from "./machine.js";
import { type PlannedRun, planRuns } from "./plan.js";
import type { CheckProgress, CheckRequest } from "./request.js";
import type { CheckResult } from "./result.js";
import { shareMachine, type TlcSettings } from "./share-machine.js";
import type { TlcTools } from "./tlc-conclusions.js";
import { checkLivenessByTlc } from "./tlc-liveness.js";
import { SubjectRuns } from "./tlc-runs.js";

/** Who hears of the runs. */
export interface TlcListeners {
  readonly onProgress?: (progress: CheckProgress) => void;
  readonly onVerdict?: (result: CheckResult) => void;
}

/** The verdicts of TLC on all subjects, in no order. */
export async function checkByTlc(
  request: CheckRequest,
  tools: TlcTools,
  settings: TlcSettings,
  { onProgress, onVerdict }: TlcListeners = {},
): Promise<{ readonly version: string | null; readonly results: readonly CheckResult[] }> {
  const { liveness = [] } = request;
  if (settings.distributed !== undefined && liveness.length > 0) throw notDistributed(liveness);
  // The compiler computes without a pause: it has done so before the first run has begun.
  for (const subject of request.subjects) {
    await pause();
    if (!isOver(request.signal)) await compiledOf(subject);
  }
  const plans: PlannedRun[] = [];
  if (request.properties.length > 0) {
    for (const subject of request.subjects) plans.push(...(await planRuns(subject, request)));
  }
  return withTemporaryFolder(PURPOSE, async (folder) => {
    const reader = await TlaValueReader.load();
    const { distributed } = settings;
    // A server is there for one run at a time, and its workers take all cores.
    const { workers, atOnce, heap } = shareMachine(
      distributed === undefined ? plans.length : 1,
      settings,
    );
    const answers = await allOrFirstFault(
      // The longest first: what is left at the end should be short.
      [...plans.entries()]
        .sort(([, left], [, right]) => (right.states ?? Infinity) - (left.states ?? Infinity))
        .map(([index, plan]) => async () => {
          const answer = await new SubjectRuns(plan, {
            request,
            tools,
            workers: plan.expected === "violated" ? 1 : workers,
            ...(heap === undefined ? {} : { heap }),
            ...(settings.budget === undefined ? {} : { budget: settings.budget }),
            folder: join(folder, String(index)),
            reader,
            ...(distributed === undefined ? {} : { distribution: { ...distributed, workers } }),
            ...(onProgress === undefined ? {} : { onProgress }),
          }).answer();
          for (const result of answer.results) onVerdict?.(result);
          return answer;
        }),
      distributed === undefined ? atOnce : 1,
    );
    const liveness = await checkLivenessByTlc(
      {
        request,
        tools,
        folder,
        reader,
        ...(onProgress === undefined ? {} : { onProgress }),
      },
      settings,
    );
    for (const result of liveness.results) onVerdict?.(result);
    const given = [...answers, liveness];
    const results = given.flatMap((answer) => answer.results);
    const version = given.find((answer) => answer.version !== null)?.version ?? null;
    return { version, results };
  });
}

/** The purpose in the name of the folder for the specifications of a check. */
const PURPOSE = "check";
