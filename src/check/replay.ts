import { openEngine } from "../engine/open.js";
import { divergenceText } from "../replay/divergence.js";
import { replayAll } from "../replay/replay-all.js";
import type { ReplayResult } from "../replay/replay-trace.js";
import type { Trace } from "../trace/schema.js";
import { replayDiverges, replayUnsupported } from "./faults.js";
import type { CheckResult } from "./result.js";
import { type Failure, failureOf as failureOfFault } from "./verdict.js";

/** The names under which results list the engines. */
const REFERENCE = "reference";
const MODEL = "model";

interface Source {
  readonly result: CheckResult;
  readonly trace: Trace;
}

/**
 * Plays every counterexample before anybody sees it: of a built-in policy on the reference engine,
 * one process for all of them; of a user's policy on the model, since no other engine knows it. A
 * counterexample that the engine does not show is no answer: its verdict becomes `failed`.
 */
export async function replayCounterexamples(
  results: readonly CheckResult[],
  signal?: AbortSignal,
): Promise<readonly CheckResult[]> {
  const sources = results.flatMap((result): readonly Source[] =>
    result.verdict.verdict === "violated" ? [{ result, trace: result.verdict.trace }] : [],
  );
  if (sources.length === 0) return results;
  const replayed = new Map<CheckResult, CheckResult>();
  const plays = replayAll(sources, {
    start: () =>
      openEngine({ kind: "name", name: REFERENCE }, signal === undefined ? {} : { signal }),
    onModel: ({ result: { policy } }) =>
      policy.origin.kind === "file" ? policy.policy : undefined,
  });
  for await (const { source, result } of plays) {
    replayed.set(source.result, withReplay(source.result, result));
  }
  return results.map((result) => replayed.get(result) ?? result);
}

function withReplay(result: CheckResult, replay: ReplayResult): CheckResult {
  if (replay.verdict === "agrees") {
    const engine = result.policy.origin.kind === "builtIn" ? REFERENCE : MODEL;
    return { ...result, replayedOn: [...result.replayedOn, engine] };
  }
  const { measured } = result.verdict;
  return {
    ...result,
    certified: false,
    verdict: { verdict: "failed", measured, failure: replayFailure(replay) },
  };
}

export function replayFailure(
  replay: Exclude<ReplayResult, { readonly verdict: "agrees" }>,
): Failure {
  switch (replay.verdict) {
    case "diverges":
      return failureOfFault(replayDiverges(replay.engine.title, divergenceText(replay.divergence)));
    case "unsupported":
      return failureOfFault(replayUnsupported(replay.engine.title, replay.reason));
    case "failed":
      return failureOfFault(replay.fault);
  }
}
