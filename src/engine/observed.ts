import type { Axes } from "../../spec/path/axes.js";
import type { PathState } from "../../spec/path/state.js";
import type { State } from "../../spec/state.js";
import type { EngineState } from "./protocol.js";

/** A policy's memory that holds `swallow_nmi`, as those of the built-in policies with one do. */
export interface SwallowMemory {
  readonly swallowNmi: boolean;
}

/** Whether a policy's memory holds `swallow_nmi`. */
export function hasSwallowNmi(memory: unknown): memory is SwallowMemory {
  return (
    typeof memory === "object" &&
    memory !== null &&
    "swallowNmi" in memory &&
    typeof memory.swallowNmi === "boolean"
  );
}

/** The part of a state of the model that an engine may show of itself between two NMIs. */
export type ObservedState = Pick<
  State<unknown>,
  "rip" | "lastNmiRip" | "policyMemory" | "active" | "latched"
>;

/** A state of the model as an engine would tell it. */
export function observedState(state: ObservedState): EngineState {
  const { rip, lastNmiRip, policyMemory, active, latched } = state;
  const swallowNmi = hasSwallowNmi(policyMemory) && policyMemory.swallowNmi;
  return { rip, lastNmiRip, swallowNmi, active, pending: latched };
}

/** A state of the whole path as an engine would tell it whose machine has these axes. */
export function observedPathState(axes: Axes, state: PathState<unknown>): EngineState {
  const { unknownChain } = axes;
  const hasOwnSource = unknownChain !== "none" && unknownChain !== "greedy";
  return {
    ...observedState(state),
    ...(axes.latchDepth === 2 && { secondPending: state.secondLatched }),
    ...(axes.lvtpc !== "unmasked" && { lvtpcMasked: state.lvtpcMasked }),
    ...(axes.reasonPort && {
      serr: state.serr,
      iochk: state.iochk,
      serrOff: state.serrOff,
      // `io_check_error` enables its line again before it returns.
      iochkOff: false,
    }),
    ...(hasOwnSource && { ownSource: state.ownSource }),
  };
}
