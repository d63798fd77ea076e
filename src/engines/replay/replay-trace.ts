import { Diagnostic } from "../../base/diagnostic/diagnostic.js";
import type { Engine } from "../engine.js";
import { pipeline } from "../pipeline.js";
import type { Behaviour } from "./behaviour.js";
import { Judge, type NmiPair, type ReplayResult, replayedOn, takes } from "./judge.js";
import { replaySteps } from "./steps.js";

export type { NmiPair, ReplayedOn, ReplayResult } from "./judge.js";

/**
 * Replays one behaviour on an engine that runs, up to the first difference. The engine can be used
 * for the next one afterwards, unless it broke (`failed` with an `engine/…` diagnostic).
 *
 * @param onNmi told of every NMI, in order, up to the one that differs
 * @throws what is no Diagnostic: the reason of a cancelled engine, for one
 */
export async function replayTrace(
  behaviour: Behaviour,
  engine: Engine,
  onNmi?: (pair: NmiPair) => void,
): Promise<ReplayResult> {
  const taken = takes(engine, behaviour);
  if (taken.kind === "unable") {
    return { engine: replayedOn(engine), verdict: "unsupported", reason: taken.reason };
  }
  const judge = new Judge(engine, behaviour, onNmi);
  try {
    await pipeline(engine, replaySteps(behaviour, taken.setUp), (step, answer) =>
      judge.take(step, answer),
    );
  } catch (error) {
    if (!(error instanceof Diagnostic)) throw error;
    return { engine: replayedOn(engine), verdict: "failed", diagnostic: error };
  }
  return judge.result;
}
