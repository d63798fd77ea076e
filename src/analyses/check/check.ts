import { Diagnostic } from "../../base/diagnostic/diagnostic.js";
import { isOver, neverBegun } from "./cancelled.js";
import { checkByExplorer } from "./explorer.js";
import { joinAnswers } from "./join.js";
import { type Asked, distinctBy, subjectKey } from "./question.js";
import type { CheckProgress, CheckRequest } from "./request.js";
import type { Checker, CheckResult } from "./result.js";
import type { TlcSettings } from "./share-machine.js";
import type { TlcTools } from "./tlc-conclusions.js";
import { writeTraces } from "./traces.js";

/** Who is to give the verdicts, and where the counterexamples go. */
export interface CheckChoices {
  readonly checker: "auto" | "tlc" | "explorer";
  readonly tlcJar?: string;
  /** Without it, a folder in the user's cache; `null` for nowhere. */
  readonly out?: string | null;
}

/** Who is told of a check while it runs. */
export interface CheckListeners {
  readonly onProgress?: (progress: CheckProgress) => void;
  readonly onRemark?: (text: string) => void;
  /** Told of each verdict as it comes, before its counterexample is played. */
  readonly onVerdict?: (result: CheckResult) => void;
}

/** The answers to all questions, in the order of the subjects and properties. */
export interface Checked {
  readonly checker: Checker;
  readonly results: readonly CheckResult[];
  /** Where the counterexamples were written; null if there were none, or no place for them. */
  readonly tracesFolder: string | null;
}

/**
 * Answers every question. With `auto` TLC gives the verdicts where Java and the jar are there, and
 * the embedded explorer elsewhere, which is said; with `tlc` nothing takes its place.
 *
 * @throws TlcFault when TLC was asked for and is missing, and diagnostics of `out`; Diagnostic
 * `check/stray-answer`
 */
export async function check(
  request: CheckRequest & TlcSettings,
  choices: CheckChoices,
  listeners: CheckListeners,
): Promise<Checked> {
  const tools = await chooseTools(choices, listeners);
  const questions = questionsOf(request);
  const asked = {
    ...request,
    subjects: distinctBy(request.subjects, subjectKey),
    properties: [...new Set(request.properties)],
    liveness: [...new Set(request.liveness)],
  };
  const { checker, results: answers } =
    tools === null ? await byExplorer(asked, listeners) : await byTlc(asked, tools, listeners);
  const results = joinAnswers(questions, answers);
  const replayed = await playedUnlessCancelled(results, request.signal);
  // Each file waits for the disk: who interrupts does not.
  if (isOver(request.signal)) return { checker, results: replayed, tracesFolder: null };
  const written = await writeTraces(replayed, choices.out);
  if (written.problem !== undefined) {
    listeners.onRemark?.(`counterexamples were not written: ${written.problem.message}`);
  }
  return { checker, results: written.results, tracesFolder: written.folder };
}

/** The results, their counterexamples played, unless `signal` is aborted first. */
async function playedUnlessCancelled(
  results: readonly CheckResult[],
  signal: AbortSignal | undefined,
): Promise<readonly CheckResult[]> {
  if (isOver(signal)) return results;
  const { replayCounterexamples } = await import("./replay.js");
  try {
    return await replayCounterexamples(results, signal);
  } catch (error) {
    if (isOver(signal)) return results;
    throw error;
  }
}

/** Every property of every subject, in their order. */
function questionsOf({ subjects, properties, liveness = [] }: CheckRequest): readonly Asked[] {
  return subjects.flatMap((subject) =>
    [...properties, ...liveness].map((property): Asked => ({ ...subject, property })),
  );
}

async function byExplorer(
  request: CheckRequest,
  listeners: CheckListeners,
): Promise<Omit<Checked, "tracesFolder">> {
  const results: CheckResult[] = [];
  const take = (given: readonly CheckResult[]): void => {
    results.push(...given);
    for (const result of given) listeners.onVerdict?.(result);
  };
  for (const subject of request.subjects) {
    if (isOver(request.signal)) {
      take(neverBegun(subject, [...request.properties, ...(request.liveness ?? [])]));
      continue;
    }
    if (request.properties.length > 0) {
      take(await checkByExplorer(subject, request, listeners.onProgress));
    }
    if (request.liveness !== undefined && request.liveness.length > 0) {
      const { checkLivenessByExplorer } = await import("./liveness.js");
      take(await checkLivenessByExplorer(subject, request, listeners.onProgress));
    }
  }
  const reductions = request.exploration?.reductions ?? [];
  return { checker: { name: "explorer", version: request.version, reductions }, results };
}

async function byTlc(
  request: CheckRequest & TlcSettings,
  tools: TlcTools,
  listeners: CheckListeners,
): Promise<Omit<Checked, "tracesFolder">> {
  const { checkByTlc } = await import("./tlc.js");
  const { results, version } = await checkByTlc(request, tools, request, listeners);
  const { sha256, known } = tools.jar;
  const checker: Checker = {
    name: "tlc",
    version: version ?? "unknown",
    jarSha256: sha256,
    jarVerified: known !== null,
    reductions: request.exploration?.reductions ?? [],
  };
  return { checker, results };
}

/**
 * What to run TLC with; null where the explorer is to be used.
 *
 * @throws TlcFault when TLC was asked for and is missing
 */
export async function chooseTools(
  choices: Pick<CheckChoices, "checker" | "tlcJar">,
  listeners: CheckListeners,
): Promise<TlcTools | null> {
  if (choices.checker === "explorer") return null;
  const { findJava } = await import("../../checkers/tlc/java.js");
  const { locateJar } = await import("../../checkers/tlc/jar.js");
  try {
    const jar = await locateJar({ option: choices.tlcJar });
    return { java: await findJava(), jar };
  } catch (error) {
    // A jar that the user named, or one that is not what its name says, is never passed over.
    const mayFallBack =
      choices.checker === "auto" &&
      error instanceof Diagnostic &&
      ["tlc/jar-missing", "tlc/java-missing", "tlc/java-too-old", "tlc/java-broken"].includes(
        error.code,
      );
    if (!mayFallBack) throw error;
    listeners.onRemark?.(
      `TLC is not used: ${error.message}${error.remedy === undefined ? "" : ` (${error.remedy})`}`,
    );
    return null;
  }
}
