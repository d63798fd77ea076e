import { Diagnostic } from "../../base/diagnostic/diagnostic.js";
import type { Engine } from "../engine.js";
import type { Behaviour, ReplayStep } from "./behaviour.js";
import { Judge, type NmiPair, type ReplayResult, replayedOn } from "./judge.js";
import { replaySteps } from "./steps.js";

/** More calls than any counterexample needs. */
const MOST_CALLS = 512;

/** What came of a replay, and whether the engine broke, in this replay or in one before. */
export interface Judged {
  readonly result: ReplayResult;
  readonly broke: boolean;
}

/** A replay that is under way; its answers are looked at when this is called. */
export type UnderWay = (onNmi: ((pair: NmiPair) => void) | undefined) => Promise<Judged>;

/**
 * Hands all calls of a short behaviour to the engine in one go: an engine that must know a whole
 * trace before it begins takes it so.
 *
 * @param setUp the policy that the engine is set up with
 * @returns undefined when the behaviour is too long, or its events come one by one
 */
export function shortReplay(
  behaviour: Behaviour,
  engine: Engine,
  setUp: string,
): UnderWay | undefined {
  // A stream can be read only once, and nobody knows how long it is.
  if (!Array.isArray(behaviour.events)) return undefined;
  const steps: ReplayStep[] = [];
  let calls = 0;
  try {
    for (const step of syncSteps(behaviour, setUp)) {
      steps.push(step);
      calls += step.call.op === "nmi" ? 1 + step.call.arrivals.length : 1;
      if (calls > MOST_CALLS) return undefined;
    }
  } catch (error) {
    if (!(error instanceof Diagnostic)) throw error;
    const result = { engine: replayedOn(engine), verdict: "failed" as const, diagnostic: error };
    return async () => ({ result, broke: false });
  }
  const asked = engine.ask(steps.map(({ call }) => call));
  // It is awaited when its turn comes, or dropped with the engine.
  asked.catch(() => {});
  return async (onNmi) => {
    const judge = new Judge(engine, behaviour, onNmi);
    try {
      const answers = await asked;
      for (const [index, step] of steps.entries()) {
        const answer = answers[index];
        if (answer === undefined) throw new Error("an answer is missing");
        if (judge.take(step, answer) === "stop") break;
      }
      return { result: judge.result, broke: false };
    } catch (error) {
      if (!(error instanceof Diagnostic)) throw error;
      const result = { engine: replayedOn(engine), verdict: "failed" as const, diagnostic: error };
      return { result, broke: true };
    }
  };
}

function* syncSteps(behaviour: Behaviour, setUp: string): Generator<ReplayStep> {
  const steps = replaySteps(behaviour, setUp);
  if (Symbol.iterator in steps) yield* steps;
}
