import type { Engine } from "../../engines/engine.js";
import { openEngine } from "../../engines/open.js";
import { divergedText } from "../../engines/replay/divergence.js";
import { replayAll } from "../../engines/replay/replay-all.js";
import type { ReplayResult } from "../../engines/replay/replay-trace.js";
import type { Trace } from "../../machine/trace/schema.js";
import { notReplayed, replayDiverges, replayUnsupported } from "./diagnostics.js";
import { joinByKey } from "./join.js";
import { type Asked, distinctBy, questionKey, questionText } from "./question.js";
import type { CheckResult } from "./result.js";
import { type Failure, failureOf as failureOfDiagnostic } from "./verdict.js";

/** The names under which results list the engines. */
const REFERENCE = "reference";
const MODEL = "model";

/**
 * Plays every counterexample before anybody sees it: of a built-in policy on the reference engine,
 * one process for all of them; of a user's policy on the model, since no other engine knows it, and
 * of several CPUs too, since the reference engine has one. A
 * counterexample that the engine does not show is no answer: its verdict becomes `failed`.
 */
export function replayCounterexamples(
  results: readonly CheckResult[],
  signal?: AbortSignal,
): Promise<readonly CheckResult[]> {
  return replayDue(results, {
    name: REFERENCE,
    isDue: () => true,
    isOnModel: ({ policy, axes }) =>
      policy.origin.kind === "file" || (axes !== undefined && axes.board !== null),
    start: () =>
      openEngine({ kind: "name", name: REFERENCE }, signal === undefined ? {} : { signal }),
  });
}

/** An engine that is to play counterexamples. */
export interface EnginePlay<Result> {
  /** Under which results list it. */
  readonly name: string;
  /** Whether it is to play the counterexample of a result. */
  readonly isDue: (result: Result) => boolean;
  /** Whether the model plays the counterexample with its policy, in place of the engine. */
  readonly isOnModel: (result: Result) => boolean;
  readonly start: () => Promise<Engine>;
}

/** A counterexample by its question, and what came of playing it. */
export interface Play {
  readonly question: Asked;
  readonly replay: ReplayResult;
}

/** The results after an engine has played the counterexamples that are due, each of them once. */
export async function replayDue<Result extends CheckResult>(
  results: readonly Result[],
  { name, isDue, isOnModel, start }: EnginePlay<Result>,
): Promise<readonly Result[]> {
  const isToPlay = (one: Result): boolean => one.verdict.verdict === "violated" && isDue(one);
  const due = results.filter(isToPlay);
  const sources = distinctBy(due, questionKey).flatMap((question): readonly Source<Result>[] =>
    question.verdict.verdict === "violated" ? [{ question, trace: question.verdict.trace }] : [],
  );
  if (sources.length === 0) return results;
  const plays: Play[] = [];
  const all = replayAll(sources, {
    start,
    onModel: ({ question }) => (isOnModel(question) ? question.policy.policy : undefined),
  });
  for await (const { source, result } of all) {
    plays.push({ question: source.question, replay: result });
  }
  const after = withPlays(due, plays, (result) => (isOnModel(result) ? MODEL : name)).values();
  return results.map((result) => (isToPlay(result) ? (after.next().value ?? result) : result));
}

interface Source<Result> {
  readonly question: Result;
  readonly trace: Trace;
}

/**
 * The results whose counterexamples were due, with what came of them. One that was not played, or
 * more than once, is no answer.
 *
 * @throws Diagnostic `check/stray-answer` for a play that was not due
 */
export function withPlays<Result extends CheckResult>(
  due: readonly Result[],
  plays: readonly Play[],
  nameFor: (result: Result) => string,
): readonly Result[] {
  const playOf = joinByKey(
    due.map(questionKey),
    plays,
    ({ question }) => questionKey(question),
    ({ question }) => questionText(question),
  );
  return due.map((result) => {
    const play = playOf(questionKey(result));
    if (play.kind !== "one") {
      return failed(
        result,
        failureOfDiagnostic(notReplayed(play.kind === "none" ? 0 : play.count)),
      );
    }
    const { replay } = play.answer;
    if (replay.verdict !== "agrees") return failed(result, replayFailure(replay, result));
    const engine = nameFor(result);
    const { replayedOn } = result;
    return replayedOn.includes(engine)
      ? result
      : { ...result, replayedOn: [...replayedOn, engine] };
  });
}

function failed<Result extends CheckResult>(result: Result, failure: Failure): Result {
  const { measured } = result.verdict;
  return { ...result, certified: false, verdict: { verdict: "failed", measured, failure } };
}

function replayFailure(
  replay: Exclude<ReplayResult, { readonly verdict: "agrees" }>,
  { policy }: CheckResult,
): Failure {
  switch (replay.verdict) {
    case "diverges":
      return failureOfDiagnostic(replayDiverges(replay.engine.title, divergedText(replay)));
    case "unsupported":
      return failureOfDiagnostic(
        replayUnsupported(replay.engine.title, replay.reason, policy.origin.kind),
      );
    case "failed":
      return failureOfDiagnostic(replay.diagnostic);
  }
}
