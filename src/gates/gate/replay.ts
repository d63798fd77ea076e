import { replayDue } from "../../analyses/check/replay.js";
import { type EngineChoice, openEngine } from "../../engines/open.js";
import type { GateEngine } from "./config.js";
import type { GateResult } from "./gate-questions.js";
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
  results: readonly GateResult[],
  { signal, onRemark }: ReplaySettings,
): Promise<readonly GateResult[]> {
  const engines = new Map<string, GateEngine>();
  for (const { gate } of gates) {
    for (const engine of gate.replay ?? []) engines.set(engineName(engine), engine);
  }
  let current = results;
  for (const [name, engine] of engines) {
    const asking = gates
      .filter(({ gate }) => gate.replay?.some((other) => engineName(other) === name))
      .map(({ index }) => index);
    current = await replayDue(current, {
      name,
      isDue: ({ gate, replayedOn }) => asking.includes(gate) && !replayedOn.includes(name),
      isOnModel: ({ policy }) => engine === "model" && policy.origin.kind === "file",
      start: () =>
        openEngine(engineChoice(engine), {
          ...(signal === undefined ? {} : { signal }),
          ...(onRemark === undefined ? {} : { onProgress: onRemark }),
        }),
    });
  }
  return current;
}
