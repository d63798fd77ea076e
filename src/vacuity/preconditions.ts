import type { State } from "../../spec/cpu/state.js";
import type { NmiCoreProperty } from "../explore/nmi-liveness.js";

/** A situation without which a property says nothing. */
export interface Precondition {
  /** Stands after "no behaviour has". */
  readonly text: string;
  readonly holds: (state: State<unknown>) => boolean;
  /** The same in TLA+, over the variables of the generated modules. */
  readonly tla: string;
}

/**
 * When each property of every state could be violated by the kernel's decision, and when each
 * property of the end asks for something: if that never comes, it holds for no reason. Both forms
 * are counted over all states, and must agree.
 */
export const preconditions: Readonly<Record<NmiCoreProperty, Precondition>> = {
  NoFalseSwallow: {
    text: "an NMI with an unknown edge of which no handler claims anything",
    holds: (state) => state.position.at === "decide" && state.handled === 0 && state.carriesUnknown,
    tla: 'position.at = "decide" /\\ handled = 0 /\\ carriesUnknown',
  },
  NoSpurious: {
    text: "an NMI without an unknown edge of which no handler claims anything",
    holds: (state) =>
      state.position.at === "decide" && state.handled === 0 && !state.carriesUnknown,
    tla: 'position.at = "decide" /\\ handled = 0 /\\ ~carriesUnknown',
  },
  NoMasked: {
    text: "an NMI with an unknown edge that comes to its end",
    holds: (state) => state.position.at === "decide" && state.carriesUnknown,
    tla: 'position.at = "decide" /\\ carriesUnknown',
  },
  NoStranded: {
    text: "a CPU back outside NMI context with no NMI pending",
    holds: (state) => state.position.at === "run" && !state.latched && state.lastNmiRip !== null,
    tla: 'position.at = "run" /\\ ~latched /\\ lastNmiRip # None',
  },
  EveryEventHandled: {
    text: "an event that waits for its handler",
    holds: (state) => state.active.some((slots) => slots.some((isActive) => isActive)),
    tla: "\\E handler \\in Handler : \\E slot \\in 0 .. Chain[handler + 1] - 1 : active[handler][slot]",
  },
  EveryExternalReported: {
    text: "an unknown edge that nobody has been told of",
    holds: (state) => state.latchCarriesUnknown || state.carriesUnknown || state.owed,
    tla: "latchCarriesUnknown \\/ carriesUnknown \\/ owed",
  },
  RepeatedExternalReported: {
    text: "an unknown edge in the latch",
    holds: (state) => state.latchCarriesUnknown,
    tla: "latchCarriesUnknown",
  },
};
