import type { BoardTrace, CpuTrace, NmiShown, TraceEvent } from "../../machine/trace/schema.js";
import { showsMemory } from "../cast.js";
import type { EngineCall, Expected, ExpectedState } from "../engine.js";

/** What of a trace is replayed; the events may come one by one, from a source of any length. */
export interface CpuBehaviour extends Pick<CpuTrace, "policy" | "platform" | "axes" | "initial"> {
  readonly events: Iterable<TraceEvent> | AsyncIterable<TraceEvent>;
}

/** What of a trace of several CPUs is replayed. */
export type BoardBehaviour = Pick<
  BoardTrace,
  "policy" | "platform" | "axes" | "initial" | "events"
>;

/** What of a trace is replayed. */
export type Behaviour = CpuBehaviour | BoardBehaviour;

/** Whether a behaviour is one of several CPUs. */
export function isOnBoard(behaviour: Behaviour): behaviour is BoardBehaviour {
  return "cpus" in behaviour.initial;
}

/** One call to the engine and what the model expects as its answer. */
export interface ReplayStep {
  readonly call: EngineCall;
  readonly expected: Expected;
  /** The event of the trace that ends with this call, counted from 1; 0 before the first. */
  readonly event: number;
  /** What the NMI must show, when the call is one. */
  readonly shows: NmiShown | null;
  /** What those must show that nested in it. */
  readonly reruns?: readonly NmiShown[];
  /** Whether an NMI of the trace has begun and not ended; only at the last step. */
  readonly withinNmi: boolean;
}

/** Whether an engine's `swallow_nmi` is the memory of the policy of a behaviour. */
export function isMemoryShown({ policy, initial }: Pick<Behaviour, "policy" | "initial">): boolean {
  const [first] = "cpus" in initial ? initial.cpus : [initial];
  return first !== undefined && showsMemory(policy, { initial: first.policyMemory });
}

/** A state without `swallow_nmi`, where the policy keeps a memory of its own in place of it. */
export function withoutMemory({ swallowNmi, ...rest }: ExpectedState): ExpectedState {
  return rest;
}
