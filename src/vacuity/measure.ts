import { availableParallelism } from "node:os";
import { join } from "node:path";
import pLimit from "p-limit";
import type { Subject } from "../check/result.js";
import type { TlcTools } from "../check/tlc-conclusions.js";
import { withTemporaryFolder } from "../process/temporary-folder.js";
import { type CoverageResult, countedByTlc } from "./counted-by-tlc.js";
import { type Reached, reachedByExplorer } from "./reached.js";
import { type Unreached, unreachedParts } from "./unreached.js";

/** What the state space of a subject reaches, counted by the explorer and, where it is there, by TLC. */
export interface Measurement {
  readonly subject: Subject;
  readonly reached: Reached;
  readonly unreached: readonly Unreached[];
  /** Null where the explorer gives the verdicts. */
  readonly tlc: CoverageResult | null;
}

/** How to measure. */
export interface MeasureSettings {
  /** Null for the explorer alone. */
  readonly tools: TlcTools | null;
  readonly heap?: string;
  readonly timeoutSeconds?: number;
  readonly signal?: AbortSignal;
  /** Told of each subject that is done. */
  readonly onDone?: (subject: Subject) => void;
}

/**
 * Measures subjects, as many at once as there are cores.
 *
 * @throws the reason of `signal`
 */
export async function measure(
  subjects: readonly Subject[],
  { tools, onDone, ...settings }: MeasureSettings,
): Promise<readonly Measurement[]> {
  const limit = pLimit(availableParallelism());
  return withTemporaryFolder("gate", async (folder) => {
    const done = await Promise.allSettled(
      subjects.map((subject, index) =>
        limit(async () => {
          settings.signal?.throwIfAborted();
          const own = await measureOne(subject, tools, join(folder, String(index)), settings);
          onDone?.(subject);
          return own;
        }),
      ),
    );
    // The folder goes only when nobody uses it any more.
    return done.map((one) => {
      if (one.status === "rejected") throw one.reason;
      return one.value;
    });
  });
}

async function measureOne(
  subject: Subject,
  tools: TlcTools | null,
  folder: string,
  settings: Omit<MeasureSettings, "tools" | "onDone">,
): Promise<Measurement> {
  const { chain, rips, sticky, shadow } = subject.platform;
  const reached = reachedByExplorer(subject, settings.signal);
  const { model, module } = await subject.policy.compile();
  const constants = { chain, rips, sticky, shadow };
  return {
    subject,
    reached,
    unreached: unreachedParts(model, module, reached.calls, constants),
    tlc:
      tools === null ? null : await countedByTlc(subject, reached, { tools, folder, ...settings }),
  };
}
