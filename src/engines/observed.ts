import type { Axes } from "../../spec/cpu/axes.js";
import type { State } from "../../spec/cpu/state.js";
import type { Sources } from "../../spec/policy.js";
import { canForgive, isLate } from "../machine/model/machine-parts.js";
import type { TraceState } from "../machine/trace/schema.js";
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

/**
 * The vectors whose bits are set, in ascending order: 0 for none given, 2 for LINT1, 3 + *h* for
 * handler *h* that has one.
 */
function observedSources({ nmiSource }: Axes, { handlers, other }: Sources): readonly number[] {
  const withoutVector = nmiSource === "handlerUnnamed" ? handlers.length - 1 : null;
  const vectors = handlers.flatMap((bit, handler) =>
    bit ? [handler === withoutVector ? 0 : 3 + handler] : [],
  );
  const all = other ? [nmiSource === "unnamed" ? 0 : 2, ...vectors] : vectors;
  return all.toSorted((one, another) => one - another);
}

/** The part of a state of the full model that an engine may show of itself between two NMIs. */
export type ObservedPathState = ObservedState &
  Pick<
    State<unknown>,
    | "secondLatched"
    | "lvtpcMasked"
    | "serr"
    | "iochk"
    | "serrOff"
    | "ownSource"
    | "summoned"
    | "panicked"
    | "inFlight"
    | "forgives"
    | "latchSources"
    | "secondSources"
  >;

const NO_SOURCES: Sources = { handlers: [], other: false };

/** A state of a trace as an engine would tell it, on a machine with these axes or with none. */
export function observedTraceState(axes: Axes | null): (state: TraceState) => EngineState {
  if (axes === null) return observedState;
  return (state) => {
    const { secondLatched = false, lvtpcMasked = false, ownSource = false } = state;
    const { summoned = false } = state;
    const { serr = false, iochk = false, serrOff = false, panicked = false } = state;
    const { inFlight = false, forgives = false } = state;
    const { latchSources = NO_SOURCES, secondSources = NO_SOURCES } = state;
    return observedPathState(axes, {
      ...state,
      secondLatched,
      lvtpcMasked,
      serr,
      iochk,
      serrOff,
      ownSource,
      summoned,
      panicked,
      inFlight,
      forgives,
      latchSources,
      secondSources,
    });
  };
}

/** A state of the full model as an engine would tell it whose machine has these axes. */
export function observedPathState(axes: Axes, state: ObservedPathState): EngineState {
  const { unknownChain } = axes;
  const hasOwnSource = unknownChain !== "none" && unknownChain !== "greedy";
  return {
    ...observedState(state),
    ...(axes.latchDepth === 2 && { secondPending: state.secondLatched }),
    ...(axes.lvtpc !== "unmasked" && { lvtpcMasked: state.lvtpcMasked }),
    ...(axes.reasonPort !== "absent" && {
      serr: state.serr,
      iochk: state.iochk,
      serrOff: state.serrOff,
      // `io_check_error` enables its line again before it returns.
      iochkOff: false,
    }),
    ...(hasOwnSource && { ownSource: state.ownSource }),
    ...(axes.frontHandler !== "none" && { summoned: state.summoned }),
    ...(axes.panic !== "never" && { panicked: state.panicked }),
    ...(isLate(axes) && { inFlight: state.inFlight }),
    ...(canForgive(axes) && { forgives: state.forgives }),
    ...(axes.nmiSource !== "absent" && {
      sources: observedSources(axes, state.latchSources),
      ...(axes.latchDepth === 2 && { secondSources: observedSources(axes, state.secondSources) }),
    }),
  };
}
