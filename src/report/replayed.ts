import type { Policy } from "../../spec/policy.js";
import { defaultEngine, openEngine } from "../engines/open.js";
import { divergedText } from "../engines/replay/divergence.js";
import { replayAll } from "../engines/replay/replay-all.js";
import type { ReplayResult } from "../engines/replay/replay-trace.js";
import { isBoardTrace, type Trace } from "../machine/trace/schema.js";
import type { EngineVerdict } from "./document.js";

/** A trace, and the policy that it is of. */
export interface Playable {
  readonly trace: Trace;
  readonly policy: Policy<unknown>;
}

/** Who plays the traces. */
export interface ReplayChoice {
  /** Names as `--engine` takes them; null for the engine of each trace where none is named. */
  readonly engines: readonly string[] | null;
  readonly signal?: AbortSignal;
  readonly onProgress?: (text: string) => void;
}

/**
 * What every engine says of every trace, in the order in which the engines were asked for.
 *
 * @throws Diagnostic `engine/unknown`
 */
export async function replayed(
  playables: readonly Playable[],
  { engines, signal, onProgress }: ReplayChoice,
): Promise<readonly (readonly EngineVerdict[])[]> {
  const verdicts: EngineVerdict[][] = playables.map(() => []);
  const sources = playables.map(({ trace, policy }, index) => ({ trace, policy, index }));
  for (const name of engines ?? ["reference", "model"]) {
    const due = sources.filter(({ trace }) => engines !== null || engineOf(trace) === name);
    const plays = replayAll(due, {
      start: () =>
        openEngine(
          { kind: "name", name },
          {
            ...(signal === undefined ? {} : { signal }),
            ...(onProgress === undefined ? {} : { onProgress }),
          },
        ),
      onModel: ({ trace, policy }) =>
        name === "model" && !trace.policy.builtIn ? policy : undefined,
    });
    for await (const { source, result } of plays) {
      verdicts[source.index]?.push(verdictOf(name, result));
    }
  }
  return verdicts;
}

/** The engine that plays a trace where none is named. */
function engineOf(trace: Trace): ReturnType<typeof defaultEngine> {
  return defaultEngine({ builtIn: trace.policy.builtIn, hasSeveralCpus: isBoardTrace(trace) });
}

function verdictOf(engine: string, result: ReplayResult): EngineVerdict {
  const { name, version, title } = result.engine;
  const own = name === "" ? title : `${name} ${version}`.trim();
  const said = {
    engine,
    version: own,
    ...(result.imitated === undefined ? {} : { imitated: result.imitated }),
  };
  switch (result.verdict) {
    case "agrees":
      return { ...said, verdict: "agrees", nmis: result.nmis };
    case "diverges":
      return {
        ...said,
        verdict: "diverges",
        nmis: result.nmis,
        detail: divergedText(result),
      };
    case "unsupported":
      return { ...said, verdict: "unsupported", detail: result.reason };
    case "failed":
      return { ...said, verdict: "failed", detail: result.diagnostic.message };
  }
}
