import { replayFailure } from "../check/replay.js";
import type { CoreResult } from "../check/result.js";
import { type EngineChoice, openEngine } from "../engine/open.js";
import { replayAll } from "../replay/replay-all.js";
import type { ReplayResult } from "../replay/replay-trace.js";
import type { Trace } from "../trace/schema.js";
import type { GateEngine } from "./config.js";
import type { Prepared } from "./prepare.js";

/** How a gate names an engine. */
export function engineName(engine: GateEngine): string {
  return typeof engine === "string" ? engine : engine.command;
}

/** The engine that a gate names, to be opened. */
export function engineChoice(engine: GateEngine): EngineChoice {
  return typeof engine === "string"
    ? { kind: "name", name: engine }
    : { kind: "command", command: engine.command };
}

interface Played {
  readonly result: CoreResult;
  readonly trace: Trace;
}

/** Who may end replays, and who hears what takes its time. */
interface ReplaySettings {
  readonly signal?: AbortSignal;
  readonly onRemark?: (text: string) => void;
}

/**
 * Plays each counterexample on the engines that its gate names, beside the one that `check` has
 * played it on. A counterexample that an engine does not show is no answer.
 */
export async function replayOnEngines(
  gates: readonly Prepared[],
  results: readonly CoreResult[],
  settings: ReplaySettings,
): Promise<readonly CoreResult[]> {
  const engines = new Map<string, GateEngine>();
  for (const { gate } of gates) {
    for (const engine of gate.replay ?? []) engines.set(engineName(engine), engine);
  }
  let current = results;
  for (const [name, engine] of engines) {
    const asking = gates
      .filter(({ gate }) => gate.replay?.some((other) => engineName(other) === name))
      .map(({ policy }) => policy);
    const played = current.flatMap((result): readonly Played[] =>
      result.verdict.verdict === "violated" &&
      asking.includes(result.policy) &&
      !result.replayedOn.includes(name)
        ? [{ result, trace: result.verdict.trace }]
        : [],
    );
    if (played.length > 0) current = await playAll(current, played, name, engine, settings);
  }
  return current;
}

async function playAll(
  results: readonly CoreResult[],
  played: readonly Played[],
  name: string,
  engine: GateEngine,
  { signal, onRemark }: ReplaySettings,
): Promise<readonly CoreResult[]> {
  const after = new Map<CoreResult, CoreResult>();
  const plays = replayAll(played, {
    start: () =>
      openEngine(engineChoice(engine), {
        ...(signal === undefined ? {} : { signal }),
        ...(onRemark === undefined ? {} : { onProgress: onRemark }),
      }),
    onModel: ({ result: { policy } }) =>
      engine === "model" && policy.origin.kind === "file" ? policy.policy : undefined,
  });
  for await (const { source, result } of plays) {
    after.set(source.result, withReplay(source.result, result, name));
  }
  return results.map((result) => after.get(result) ?? result);
}

function withReplay(result: CoreResult, replay: ReplayResult, name: string): CoreResult {
  if (replay.verdict === "agrees") {
    return { ...result, replayedOn: [...result.replayedOn, name] };
  }
  const { measured } = result.verdict;
  return {
    ...result,
    certified: false,
    verdict: { verdict: "failed", measured, failure: replayFailure(replay) },
  };
}
