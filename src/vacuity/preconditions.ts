import type { State } from "../../spec/state.js";
import type { NmiProperty } from "../explore/nmi-model.js";

/** A situation without which a property says nothing. */
export interface Precondition {
  /** Stands after "no behaviour has". */
  readonly text: string;
  readonly holds: (state: State<unknown>) => boolean;
  /** The same in TLA+, over the variables of the generated modules. */
  readonly tla: string;
}

/**
 * When each property could be violated by the kernel's decision: if that never comes, it holds for
 * no reason. Both forms are counted over all states, and must agree.
 */
export const preconditions: Readonly<Record<NmiProperty, Precondition>> = {
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
};
