import type { Policy } from "../../spec/policy.js";
import { openEngine } from "../engine/open.js";
import { divergenceText } from "../replay/divergence.js";
import { replayAll } from "../replay/replay-all.js";
import type { ReplayResult } from "../replay/replay-trace.js";
import type { Trace } from "../trace/schema.js";
import type { EngineVerdict } from "./document.js";

/** A trace, and the policy that it is of. */
export interface Playable {
  readonly trace: Trace;
  readonly policy: Policy<unknown>;
}

/** Who plays the traces. */
export interface ReplayChoice {
  /** Names as `--engine` takes them. */
  readonly engines: readonly string[];
  readonly signal?: AbortSignal;
  readonly onProgress?: (text: string) => void;
}

/**
 * What every engine says of every trace, in the order in which the engines were asked for. A trace
 * of a user's policy is played on the model, once, since no other engine knows it.
 *
 * @throws Fault `engine/unknown`
 */
export async function replayed(
  playables: readonly Playable[],
  { engines, signal, onProgress }: ReplayChoice,
): Promise<readonly (readonly EngineVerdict[])[]> {
  const verdicts: EngineVerdict[][] = playables.map(() => []);
  for (const [place, name] of engines.entries()) {
    const sources = playables.map(({ trace, policy }, index) => ({ trace, policy, index }));
    const due = sources.filter(({ trace }) => trace.policy.builtIn || place === 0);
    // One engine for all of them; users' policies may share a name, so each goes by its place.
    for (const group of grouped(due)) {
      const plays = replayAll(group, {
        start: () =>
          openEngine(
            { kind: "name", name },
            {
              ...(signal === undefined ? {} : { signal }),
              ...(onProgress === undefined ? {} : { onProgress }),
            },
          ),
        userPolicy: () => group[0]?.policy,
      });
      for await (const { source, result } of plays) {
        const engine = source.trace.policy.builtIn ? name : "model";
        verdicts[source.index]?.push(verdictOf(engine, result));
      }
    }
  }
  return verdicts;
}

/** All traces of built-in policies together, those of each other policy by themselves. */
function grouped<Source extends Playable>(
  sources: readonly Source[],
): readonly (readonly Source[])[] {
  const groups = new Map<Policy<unknown> | "built in", Source[]>();
  for (const source of sources) {
    const key = source.trace.policy.builtIn ? "built in" : source.policy;
    groups.set(key, [...(groups.get(key) ?? []), source]);
  }
  return [...groups.values()];
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
        detail: divergenceText(result.divergence),
      };
    case "unsupported":
      return { ...said, verdict: "unsupported", detail: result.reason };
    case "failed":
      return { ...said, verdict: "failed", detail: result.fault.message };
  }
}
