import type { Axes } from "../../../spec/cpu/axes.js";
import { noAxes } from "../../../spec/cpu/no-axes.js";
import type { State } from "../../../spec/cpu/state.js";
import type { NamedAxes } from "../../machine/configuration/named-axes.js";
import { variablesOf } from "../../machine/model/machine-parts.js";
import {
  everyProperty,
  everyStateProperty,
  type NmiAnyProperty,
  nmiCoreProperties,
} from "../../machine/model/property-names.js";

/** A situation without which a property says nothing. */
export interface Precondition {
  /** Stands after "no behaviour has". */
  readonly text: string;
  readonly holds: (state: State<unknown>, axes: Axes) => boolean;
  /** The same in TLA+, over the variables of the module of a machine. */
  readonly tla: string | ((axes: Axes) => string);
}

/**
 * When each property of every state could be violated by the kernel's decision, and when each
 * property of the end asks for something: if that never comes, it holds for no reason. Both forms
 * are counted over all states, and must agree.
 */
export const preconditions: Readonly<Record<NmiAnyProperty, Precondition>> = {
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
  NoHidden: {
    text: "an NMI with an unknown edge that a greedy handler of NMI_UNKNOWN may claim",
    holds: (state, axes) => hasGreedy(axes) && isUnclaimed(state) && state.carriesUnknown,
    tla: (axes) =>
      hasGreedy(axes) ? 'position.at = "decide" /\\ handled = 0 /\\ carriesUnknown' : "FALSE",
  },
  NoForgottenSource: {
    text: "a source of the reason port or of NMI_UNKNOWN that has something to say",
    holds: (state) => state.serr || state.iochk || state.ownSource,
    tla: (axes) => {
      const sources = variablesOf(axes).filter((name) => SOURCES.has(name));
      return sources.length === 0 ? "FALSE" : sources.join(" \\/ ");
    },
  },
  NoNeedlessPanic: {
    text: "an NMI without an unknown edge of which no handler claims anything, on a kernel that panics for such a one",
    holds: (state, axes) => panicsForUnknown(axes) && isUnclaimed(state) && !state.carriesUnknown,
    tla: (axes) =>
      panicsForUnknown(axes)
        ? 'position.at = "decide" /\\ handled = 0 /\\ ~carriesUnknown'
        : "FALSE",
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

const SOURCES: ReadonlySet<string> = new Set(["serr", "iochk", "ownSource"]);

function isUnclaimed({ position, handled }: State<unknown>): boolean {
  return position.at === "decide" && handled === 0;
}

function hasGreedy({ unknownChain }: Axes): boolean {
  return unknownChain !== "none" && unknownChain !== "own";
}

function panicsForUnknown({ panic }: Axes): boolean {
  return panic === "unknown" || panic === "unrecovered";
}

/** The properties whose preconditions are counted on a machine. */
export function countedProperties(axes: NamedAxes | undefined): readonly NmiAnyProperty[] {
  if (axes === undefined) return nmiCoreProperties;
  return axes.board === null ? everyProperty : everyStateProperty;
}

/** The precondition of a property in the TLA+ of a machine; with several CPUs, of one of them. */
export function preconditionTla(property: NmiAnyProperty, axes: NamedAxes | undefined): string {
  const { tla } = preconditions[property];
  const machine = axes?.machine ?? noAxes;
  const ofCpu = typeof tla === "string" ? tla : tla(machine);
  return axes === undefined || axes.board === null ? ofCpu : onSomeCpu(ofCpu, machine);
}

/** A condition over the variables of one CPU, of some of several. */
function onSomeCpu(condition: string, axes: Axes): string {
  const used = variablesOf(axes).filter((name) => new RegExp(`\\b${name}\\b`).test(condition));
  if (used.length === 0) return condition;
  const own = used.map((name) => `${name} == cpus[cpu].${name}`).join(" ");
  return `(\\E cpu \\in DOMAIN cpus : LET ${own} IN ${condition})`;
}
