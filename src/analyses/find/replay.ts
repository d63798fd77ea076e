import type { Policy } from "../../../spec/policy.js";
import { renderDiagnostic } from "../../base/diagnostic/render.js";
import { openEngine } from "../../engines/open.js";
import { divergedText } from "../../engines/replay/divergence.js";
import { replayAll } from "../../engines/replay/replay-all.js";
import type { ReplayResult } from "../../engines/replay/replay-trace.js";
import type { Trace } from "../../machine/trace/schema.js";

/** What one engine says of one trace. */
export interface EngineVerdict {
  /** The engine as it was asked for. */
  readonly engine: string;
  readonly verdict: ReplayResult["verdict"];
  /** Where it is not `agrees`: why. */
  readonly detail?: string;
}

/** Who plays the traces. */
export interface ReplayChoice {
  /** Names as `--engine` takes them. */
  readonly engines: readonly string[];
  /** The policy of the traces, for the model where it is a user's. */
  readonly policy: Policy<unknown>;
  readonly signal?: AbortSignal;
  readonly onProgress?: (text: string) => void;
}

/**
 * Plays every trace on every engine.
 *
 * @returns for each trace what the engines say, in the order in which they were asked for
 * @throws Diagnostic `engine/unknown`
 */
export async function verdictsOf(
  traces: readonly Trace[],
  { engines, policy, signal, onProgress }: ReplayChoice,
): Promise<readonly (readonly EngineVerdict[])[]> {
  const verdicts: EngineVerdict[][] = traces.map(() => []);
  for (const name of engines) {
    const plays = replayAll(
      traces.map((trace, index) => ({ trace, index })),
      {
        start: () =>
          openEngine(
            { kind: "name", name },
            {
              ...(signal === undefined ? {} : { signal }),
              ...(onProgress === undefined ? {} : { onProgress }),
            },
          ),
        onModel: ({ trace }) => (name === "model" && !trace.policy.builtIn ? policy : undefined),
      },
    );
    for await (const { source, result } of plays) {
      const detail = detailOf(result);
      verdicts[source.index]?.push({
        engine: name,
        verdict: result.verdict,
        ...(detail === undefined ? {} : { detail }),
      });
    }
  }
  return verdicts;
}

function detailOf(result: ReplayResult): string | undefined {
  switch (result.verdict) {
    case "agrees":
      return undefined;
    case "diverges":
      return divergedText(result);
    case "unsupported":
      return result.reason;
    case "failed":
      return renderDiagnostic(result.diagnostic);
  }
}
