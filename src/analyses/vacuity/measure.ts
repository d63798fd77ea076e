import { availableParallelism } from "node:os";
import { join } from "node:path";
import { getHeapStatistics } from "node:v8";
import pLimit from "p-limit";
import { withTemporaryFolder } from "../../base/process/temporary-folder.js";
import type { Subject } from "../../machine/subject.js";
import { compiledOf, constantsOf } from "../../machine/subject.js";
import { MemoryBudget } from "../check/memory-budget.js";
import { shareMachine } from "../check/share-machine.js";
import type { TlcTools } from "../check/tlc-conclusions.js";
import { type CoverageResult, countedByTlc } from "./counted-by-tlc.js";
import { type Reached, reachedByExplorer, WalkBounded } from "./reached.js";
import { type Unreached, unreachedParts } from "./unreached.js";

/** What the state space of a subject reaches, counted by the explorer and, where it is there, by TLC. */
export interface Measurement {
  readonly subject: Subject;
  readonly reached: Reached;
  readonly unreached: readonly Unreached[];
  /** Null where the explorer gives the verdicts. */
  readonly tlc: CoverageResult | null;
}

/** A subject whose state space was too large to be counted, and the bound that it met. */
export interface Unmeasured {
  readonly subject: Subject;
  readonly bound: string;
}

/** What came of measuring some subjects. */
export interface Measured {
  readonly measured: readonly Measurement[];
  readonly unmeasured: readonly Unmeasured[];
}

/** How to measure. */
export interface MeasureSettings {
  /** Null for the explorer alone. */
  readonly tools: TlcTools | null;
  readonly workers?: number;
  readonly heap?: string;
  /** Memory that the runs share; one of their own if not given. */
  readonly budget?: MemoryBudget;
  readonly timeoutSeconds?: number;
  readonly signal?: AbortSignal;
  /** Told of each subject that is done. */
  readonly onDone?: (subject: Subject) => void;
}

/** A state as the walk keeps it: its text, an entry of a set, and for a while the state itself. */
const BYTES_A_STATE = 1024;

/**
 * Measures subjects, as many at once as there are cores and memory.
 *
 * @throws the reason of `signal`, and Diagnostic `check/over-budget`
 */
export async function measure(
  subjects: readonly Subject[],
  { tools, onDone, budget = new MemoryBudget(), ...settings }: MeasureSettings,
): Promise<Measured> {
  // Each run has one worker: only so does TLC count what it evaluates.
  const { atOnce, heap } =
    tools === null
      ? { atOnce: availableParallelism(), heap: settings.heap }
      : shareMachine(subjects.length, { ...settings, workers: 1, budget });
  const limit = pLimit(atOnce);
  const limits = { ...settings, budget, ...(heap === undefined ? {} : { heap }) };
  return withTemporaryFolder("gate", async (folder) => {
    const done = await Promise.allSettled(
      subjects.map((subject, index) =>
        limit(async () => {
          settings.signal?.throwIfAborted();
          const own = await measureOne(subject, tools, join(folder, String(index)), limits);
          onDone?.(subject);
          return own;
        }),
      ),
    );
    // The folder goes only when nobody uses it any more.
    const results = done.map((one) => {
      if (one.status === "rejected") throw one.reason;
      return one.value;
    });
    return {
      measured: results.flatMap((one) => ("bound" in one ? [] : [one])),
      unmeasured: results.flatMap((one) => ("bound" in one ? [one] : [])),
    };
  });
}

type OneSettings = Omit<MeasureSettings, "tools" | "onDone" | "budget"> & {
  readonly budget: MemoryBudget;
};

async function measureOne(
  subject: Subject,
  tools: TlcTools | null,
  folder: string,
  settings: OneSettings,
): Promise<Measurement | Unmeasured> {
  const reached = await walk(subject, settings);
  if (reached instanceof WalkBounded) return { subject, bound: reached.message };
  const { model, module } = await compiledOf(subject, []);
  return {
    subject,
    reached,
    unreached: unreachedParts(model, module, reached.calls, constantsOf(subject)),
    tlc:
      tools === null ? null : await countedByTlc(subject, reached, { tools, folder, ...settings }),
  };
}

/** Within the explorer's part of the budget, and half of what Node itself may take. */
function walk(
  subject: Subject,
  { budget, signal, timeoutSeconds }: OneSettings,
): Promise<Reached | WalkBounded> {
  const bytes = Math.min(budget.explorerBytes, getHeapStatistics().heap_size_limit / 2);
  return budget.use(bytes, async () => {
    try {
      return await reachedByExplorer(subject, {
        ...(signal === undefined ? {} : { signal }),
        ...(timeoutSeconds === undefined ? {} : { mostSeconds: timeoutSeconds }),
        mostStates: Math.floor(bytes / BYTES_A_STATE),
      });
    } catch (error) {
      if (error instanceof WalkBounded) return error;
      throw error;
    }
  });
}
