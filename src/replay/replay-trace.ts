import type { Answer, Engine, Refused } from "../engine/engine.js";
import { refused } from "../engine/faults.js";
import { pipeline } from "../engine/pipeline.js";
import { Fault } from "../fault/fault.js";
import type { NmiShown } from "../trace/schema.js";
import { agrees } from "./comparison.js";
import { type Divergence, divergenceAt } from "./divergence.js";
import { type Behaviour, type ReplayStep, replaySteps } from "./steps.js";

/** On what a trace was replayed. */
export interface ReplayedOn {
  /** As a person names it: a command, or "the model". */
  readonly title: string;
  readonly name: string;
  readonly version: string;
}

/** How the replay of one trace went. Nothing merges these four. */
export type ReplayResult = { readonly engine: ReplayedOn } & (
  | {
      readonly verdict: "agrees";
      /** NMIs replayed from their delivery to their decision. */
      readonly nmis: number;
      /** Whether the trace ends within an NMI, which was then not replayed. */
      readonly endsWithinNmi: boolean;
      /** What was compared: an engine may be unable to look into its kernel. */
      readonly compared: "outcomes" | "outcomes and state";
    }
  | { readonly verdict: "diverges"; readonly nmis: number; readonly divergence: Divergence }
  | { readonly verdict: "unsupported"; readonly reason: string }
  | { readonly verdict: "failed"; readonly fault: Fault }
);

/** One NMI as both sides have it. */
export interface NmiPair {
  readonly model: NmiShown;
  readonly engine: Answer;
}

type Ending<Result> = Result extends unknown ? Omit<Result, "engine"> : never;

/** What an engine has announced that it cannot do, or undefined. */
function unannounced(engine: Engine, { policy, platform }: Behaviour): string | undefined {
  const { policies, platforms } = engine.about;
  if (!policies.includes(policy.name)) return `it does not know the policy ${policy.name}`;
  if (!platforms.includes(platform.name)) return `it does not know the platform ${platform.name}`;
  return undefined;
}

/** What a refusal means for the replay; undefined when it goes on. */
function afterRefusal(
  engine: Engine,
  step: ReplayStep,
  answer: Refused,
  nmis: number,
): Ending<ReplayResult> | undefined {
  switch (answer.code) {
    case "unsupported":
      // Only the last question may be left open: an engine need not look into its kernel.
      if (step.call.op === "state" && step.call.set === undefined) return undefined;
      return { verdict: "unsupported", reason: answer.message };
    case "order":
      return { verdict: "diverges", nmis, divergence: divergenceAt(step, answer) };
    default: {
      const evidence = {
        command: engine.title,
        request: JSON.stringify(step.call),
        stderr: [],
      };
      return { verdict: "failed", fault: refused(evidence, answer.code, answer.message) };
    }
  }
}

/**
 * Replays one behaviour on an engine that runs, up to the first difference. The engine can be used
 * for the next one afterwards, unless it broke (`failed` with an `engine/…` fault).
 *
 * @param onNmi told of every NMI, in order, up to the one that differs
 * @throws what is no Fault: the reason of a cancelled engine, for one
 */
export async function replayTrace(
  behaviour: Behaviour,
  engine: Engine,
  onNmi?: (pair: NmiPair) => void,
): Promise<ReplayResult> {
  const { name, version } = engine.about;
  const on: ReplayedOn = { title: engine.title, name, version };
  const reason = unannounced(engine, behaviour);
  if (reason !== undefined) return { engine: on, verdict: "unsupported", reason };

  let nmis = 0;
  let sawState = false;
  let endsWithinNmi = false;
  let ending: Ending<ReplayResult> | undefined;
  try {
    await pipeline(engine, replaySteps(behaviour), (step, answer) => {
      endsWithinNmi = step.withinNmi;
      if (step.shows !== null) onNmi?.({ model: step.shows, engine: answer });
      if (answer.kind === "refused") {
        ending = afterRefusal(engine, step, answer, nmis);
      } else if (!agrees(step.expected, answer)) {
        ending = { verdict: "diverges", nmis, divergence: divergenceAt(step, answer) };
      } else {
        if (answer.kind === "nmi") nmis++;
        sawState ||= "state" in answer && answer.state !== undefined;
      }
      return ending === undefined ? "go on" : "stop";
    });
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    return { engine: on, verdict: "failed", fault: error };
  }
  const compared = sawState ? "outcomes and state" : "outcomes";
  return { engine: on, ...(ending ?? { verdict: "agrees", nmis, endsWithinNmi, compared }) };
}
