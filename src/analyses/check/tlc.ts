import { join } from "node:path";
import { withTemporaryFolder } from "../../base/process/temporary-folder.js";
import { pause } from "../../base/process/without-pause.js";
import { notDistributed } from "../../checkers/tlc/distributed/diagnostics.js";
import { TlaValueReader } from "../../compiler/tla/value/reader.js";
import { compiledOf } from "../../machine/subject.js";
import { allOrFirstDiagnostic } from "./all-or-first-diagnostic.js";
import { isOver } from "./cancelled.js";
import { packMachines } from "./pack-machines.js";
import { type PlannedRun, type PlannedSubject, planSubject, runsOf } from "./plan.js";
import type { CheckProgress, CheckRequest } from "./request.js";
import type { CheckResult } from "./result.js";
import { shareMachine, type TlcSettings } from "./share-machine.js";
import { runShared } from "./shared-run.js";
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
    if (!isOver(request.signal)) await compiledOf(subject, request.properties);
  }
  const planned: PlannedSubject[] = [];
  if (request.properties.length > 0) {
    for (const subject of request.subjects) planned.push(await planSubject(subject, request));
  }
  const { distributed } = settings;
  const { shared, alone } = mayShare(request, settings)
    ? await packMachines(planned, shareMachine(planned.length, settings).atOnce)
    : { shared: [], alone: planned };
  const plans = alone.flatMap(runsOf);
  return withTemporaryFolder(PURPOSE, async (folder) => {
    const reader = await TlaValueReader.load();
    // A server is there for one run at a time, and its workers take all cores.
    const { workers, atOnce, heap } = shareMachine(
      distributed === undefined ? shared.length + plans.length : 1,
      settings,
    );
    const context = {
      request,
      tools,
      reader,
      ...(heap === undefined ? {} : { heap }),
      ...(settings.budget === undefined ? {} : { budget: settings.budget }),
      ...(onProgress === undefined ? {} : { onProgress }),
    };
    const answerPlan = (plan: PlannedRun, name: string): Promise<TlcAnswers> =>
      new SubjectRuns(plan, {
        ...context,
        workers: plan.expected === "violated" ? 1 : workers,
        folder: join(folder, name),
        ...(distributed === undefined ? {} : { distribution: { ...distributed, workers } }),
      }).answer();
    const work = [
      ...shared.map((machines, index) => ({
        states: machines.reduce((sum, { states }) => sum + (states ?? 0), 0),
        answers: async (): Promise<readonly TlcAnswers[]> => {
          const name = `shared-${index}`;
          const answer = await runShared(machines, { ...context, folder: join(folder, name) });
          if (answer.kind === "answered") return [answer];
          const each: TlcAnswers[] = [];
          for (const [run, plan] of machines.flatMap(runsOf).entries()) {
            each.push(await answerPlan(plan, `${name}-${run}`));
          }
          return each;
        },
      })),
      ...plans.map((plan, index) => ({
        states: plan.states ?? Infinity,
        answers: async () => [await answerPlan(plan, String(index))],
      })),
    ];
    const answers = await allOrFirstDiagnostic(
      // The longest first: what is left at the end should be short.
      work
        .toSorted((left, right) => right.states - left.states)
        .map((one) => async () => {
          const answers = await one.answers();
          for (const result of answers.flatMap(({ results }) => results)) onVerdict?.(result);
          return answers;
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
    const given = [...answers.flat(), liveness];
    const results = given.flatMap((answer) => answer.results);
    const version = given.find((answer) => answer.version !== null)?.version ?? null;
    return { version, results };
  });
}

/** Answers of TLC, and which release of it gave them. */
interface TlcAnswers {
  readonly version: string | null;
  readonly results: readonly CheckResult[];
}

/**
 * Whether several machines may share a run. What is asked of each run cannot be given to all of them
 * together: several workers, a checkpoint, a heap, a time. What reductions leave out is another thing
 * in each.
 */
function mayShare(request: CheckRequest, settings: TlcSettings): boolean {
  const { checkpointFolder, reductions = [] } = request.exploration ?? {};
  return (
    settings.distributed === undefined &&
    (settings.workers ?? 1) === 1 &&
    settings.heap === undefined &&
    request.timeoutSeconds === undefined &&
    checkpointFolder === undefined &&
    reductions.length === 0
  );
}

/** The purpose in the name of the folder for the specifications of a check. */
const PURPOSE = "check";
