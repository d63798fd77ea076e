import type { Axes } from "../../../spec/cpu/axes.js";
import { hasSources } from "../../../spec/cpu/sources.js";
import type { State } from "../../../spec/cpu/state.js";

/** Whether the unknown chain has the handler that knows its own source. */
function hasOwnSource({ unknownChain }: Axes): boolean {
  return unknownChain !== "none" && unknownChain !== "greedy";
}

/** Whether NMIs can nest: FRED returns from an exception without IRET. */
function canNest(axes: Axes): boolean {
  return axes.nesting && !hasSources(axes);
}

/** Whether status bits of handler 0 can be gone before it looks. */
export function losesStatus({ pmu }: Pick<Axes, "pmu">): boolean {
  return pmu === "vanishing" || pmu === "stopped";
}

/** Whether edges of handler 0 can come late. */
export function isLate({ pmu }: Pick<Axes, "pmu">): boolean {
  return pmu === "late" || pmu === "window";
}

/** Whether handler 0 can expect an NMI without an event. */
export function canForgive({ pmu }: Pick<Axes, "pmu">): boolean {
  return pmu === "stopped" || pmu === "window";
}

/** Whether an action of the model can ever happen on a machine with these axes. */
export function hasAction(axes: Axes, name: string): boolean {
  switch (name) {
    case "portError":
      return axes.reasonPort !== "absent";
    case "ownEvent":
      return hasOwnSource(axes);
    case "reinject":
      return axes.nmiInjection === "again";
    case "summon":
      return axes.frontHandler !== "none";
    case "touch":
      return axes.touch;
    case "runGuest":
      return axes.kvmHost !== "no";
    case "vanish":
      return losesStatus(axes);
    case "arrive":
      return isLate(axes);
    case "lapse":
      return axes.pmu === "window";
    case "fault":
    case "nest":
      return canNest(axes);
    default:
      return true;
  }
}

type Variable = keyof State<unknown>;

/** The variables that every machine has, in the order of `spec/cpu/state.ts`. */
export const coreVariables = [
  "active",
  "latched",
  "rip",
  "lastNmiRip",
  "position",
  "handled",
  "backToBack",
  "policyMemory",
  "latchCarriesUnknown",
  "carriesUnknown",
  "owed",
  "outcome",
] as const satisfies readonly Variable[];

/** A variable that only machines with some axis have. */
export type AxesVariable = Exclude<Variable, (typeof coreVariables)[number]>;

const ofAxes: Readonly<Record<AxesVariable, (axes: Axes) => boolean>> = {
  secondLatched: ({ latchDepth }) => latchDepth === 2,
  secondCarriesUnknown: ({ latchDepth }) => latchDepth === 2,
  lvtpcMasked: ({ lvtpc }) => lvtpc !== "unmasked",
  serr: ({ reasonPort }) => reasonPort !== "absent",
  iochk: ({ reasonPort }) => reasonPort !== "absent",
  serrOff: ({ reasonPort }) => reasonPort === "unhandled",
  ownSource: hasOwnSource,
  unblocked: canNest,
  guest: ({ kvmHost }) => kvmHost !== "no",
  inFlight: isLate,
  nested: canNest,
  nestedCarriesUnknown: canNest,
  latchSources: hasSources,
  secondSources: (axes) => hasSources(axes) && axes.latchDepth === 2,
  sources: hasSources,
  claimedBy: ({ policyInput }) => policyInput !== "nothing",
  forgives: canForgive,
  summoned: ({ frontHandler }) => frontHandler !== "none",
  inFront: ({ frontHandler }) => frontHandler !== "none",
  panicked: ({ panic, reasonPort }) =>
    panic === "unknown" ||
    panic === "unrecovered" ||
    (panic === "io" && reasonPort === "unhandled"),
  elsewhere: ({ reasonPort, unknownChain, frontHandler }) =>
    reasonPort !== "absent" || unknownChain !== "none" || frontHandler !== "none",
};

/**
 * The variables that can change on a machine with these axes: those of its specialised module. The
 * others always have their first value.
 */
export function variablesOf(axes: Axes): readonly Variable[] {
  const added = Object.entries(ofAxes).filter(([, has]) => has(axes));
  const names = new Set(added.map(([name]) => name));
  return [...coreVariables, ...axesVariables.filter((name) => names.has(name))];
}

/** The variables that only machines with some axis have. */
export const axesVariables: readonly AxesVariable[] = [
  "secondLatched",
  "lvtpcMasked",
  "serr",
  "iochk",
  "serrOff",
  "ownSource",
  "unblocked",
  "guest",
  "inFlight",
  "latchSources",
  "secondSources",
  "sources",
  "nested",
  "claimedBy",
  "forgives",
  "summoned",
  "inFront",
  "panicked",
  "secondCarriesUnknown",
  "nestedCarriesUnknown",
  "elsewhere",
];
