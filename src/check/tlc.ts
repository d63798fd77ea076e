import { availableParallelism, totalmem } from "node:os";
import { join } from "node:path";
import pLimit from "p-limit";
import { heapBytes } from "../configuration/read.js";
import { withTemporaryFolder } from "../process/temporary-folder.js";
import { TlaValueReader } from "../tla/value/reader.js";
import { type PlannedRun, planRuns } from "./plan.js";
import type { CheckProgress, CheckRequest } from "./request.js";
import type { CheckResult } from "./result.js";
import { SubjectRuns, type TlcTools } from "./tlc-runs.js";

/** How TLC is to be run; what is not given is chosen. */
export interface TlcSettings {
  readonly workers?: number;
  readonly heap?: string;
}

/** The verdicts of TLC on all subjects, in the order of the subjects and properties. */
export async function checkByTlc(
  request: CheckRequest,
  tools: TlcTools,
  settings: TlcSettings,
  onProgress?: (progress: CheckProgress) => void,
): Promise<{ readonly version: string | null; readonly results: readonly CheckResult[] }> {
  const plans: PlannedRun[] = [];
  for (const subject of request.subjects) plans.push(...(await planRuns(subject, request)));
  return withTemporaryFolder(PURPOSE, async (folder) => {
    const reader = await TlaValueReader.load();
    const { workers, atOnce } = shareMachine(plans.length, settings);
    const answers = await allOrFirstFault(
      // The longest first: what is left at the end should be short.
      [...plans.entries()]
        .sort(([, left], [, right]) => (right.states ?? Infinity) - (left.states ?? Infinity))
        .map(
          ([index, plan]) =>
            () =>
              new SubjectRuns(plan, {
                request,
                tools,
                workers: plan.expected === "violated" ? 1 : workers,
                ...(settings.heap === undefined ? {} : { heap: settings.heap }),
                folder: join(folder, String(index)),
                reader,
                ...(onProgress === undefined ? {} : { onProgress }),
              }).answer(),
        ),
      atOnce,
    );
    const all = answers.flatMap((answer) => answer.results);
    const version = answers.find((answer) => answer.version !== null)?.version ?? null;
    const results = request.subjects.flatMap((subject) =>
      request.properties.flatMap(
        (property) =>
          all.find(
            (result) =>
              result.policy === subject.policy &&
              result.platform === subject.platform &&
              result.property === property,
          ) ?? [],
      ),
    );
    return { version, results };
  });
}

/** The purpose in the name of the folder for the specifications of a check. */
const PURPOSE = "check";

/**
 * Does all of it, `atOnce` at a time. After something has thrown nothing more is begun, and what is
 * under way is waited for: it uses a folder that will go.
 *
 * @throws the first that was thrown
 */
async function allOrFirstFault<Result>(
  work: readonly (() => Promise<Result>)[],
  atOnce: number,
): Promise<readonly Result[]> {
  const limit = pLimit(atOnce);
  const thrown: unknown[] = [];
  const settled = await Promise.all(
    work.map((one) =>
      limit(async () => {
        if (thrown.length > 0) return [];
        try {
          return [await one()];
        } catch (error) {
          thrown.push(error);
          return [];
        }
      }),
    ),
  );
  if (thrown.length > 0) throw thrown[0];
  return settled.flat();
}

/** How many workers each run gets, and how many runs there are at once: all cores, and no more. */
function shareMachine(
  runs: number,
  { workers, heap }: TlcSettings,
): { readonly workers: number; readonly atOnce: number } {
  const cores = availableParallelism();
  const each = workers ?? Math.max(1, Math.floor(cores / Math.max(1, runs)));
  const byMemory =
    heap === undefined ? cores : Math.max(1, Math.floor((0.8 * totalmem()) / heapBytes(heap)));
  return { workers: each, atOnce: Math.max(1, Math.min(Math.floor(cores / each), byMemory)) };
}
