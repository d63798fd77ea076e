import type { State } from "../../../spec/cpu/state.js";
import { isBoardState, type MachineState } from "../../machine/model/machine-model.js";
import { memoryText } from "./memory-text.js";

/** A part of the machine and how it stands. */
export interface PartText {
  readonly name: string;
  readonly value: string;
  /** Only who looks at the hardware sees it: no kernel does. */
  readonly ghost: boolean;
}

/** The CPUs of a state; of one CPU, that one. */
export function cpusIn(state: MachineState): readonly State<unknown>[] {
  return isBoardState(state) ? state.cpus : [state];
}

/** Where the kernel of a CPU is. */
export function positionText({ position, rip }: State<unknown>): string {
  switch (position.at) {
    case "run":
      return `outside of NMIs, at ip ${rip}`;
    case "polling":
      return `in an NMI, handler ${position.handler} looks at slot ${position.slot} next`;
    case "decide":
      return "in an NMI, about to decide";
  }
}

/** What the kernel knows of the NMI in progress. */
export function nmiText({ position, backToBack, handled }: State<unknown>): string {
  if (position.at === "run") return "none";
  const claimed = ["no event", "one event", "more than one event"][handled] ?? "";
  return `${backToBack ? "back-to-back" : "not back-to-back"}, ${claimed} claimed so far`;
}

/** What is in the latch. */
export function latchText({ latched, secondLatched }: State<unknown>): string {
  if (!latched) return "empty";
  return secondLatched ? "two NMIs pend" : "an NMI pends";
}

/** What is on of the machine's axes, beside the core. */
export function extrasOf(state: State<unknown>): readonly string[] {
  return [
    ...(state.lvtpcMasked ? ["the LVTPC is masked"] : []),
    ...(state.serr ? ["a PCI system error is in port 0x61"] : []),
    ...(state.iochk ? ["an I/O check is in port 0x61"] : []),
    ...(state.serrOff ? ["the line of system errors is disabled"] : []),
    ...(state.ownSource ? ["the source of the NMI_UNKNOWN handler waits"] : []),
    ...(state.unblocked ? ["NMIs are unblocked within the NMI"] : []),
    ...(state.inFlight ? ["an edge of handler 0 is on its way"] : []),
    ...(state.forgives ? ["handler 0 will claim an NMI in which it finds nothing"] : []),
    ...(state.nested ? ["an NMI has nested"] : []),
    ...(state.panicked ? ["the kernel has panicked"] : []),
  ];
}

/** What only who looks at the hardware knows, in words. */
export function ghostsOf(state: State<unknown>): readonly string[] {
  return [
    ...(state.latchCarriesUnknown || state.secondCarriesUnknown
      ? ["a real unknown NMI is in the latch"]
      : []),
    ...(state.carriesUnknown || state.nestedCarriesUnknown
      ? ["a real unknown NMI is in this NMI"]
      : []),
    ...(state.owed ? ["an unknown NMI was lost, and nobody has heard of it"] : []),
  ];
}

/** The parts of one CPU, as a table of words. */
export function partsOf(state: State<unknown>): readonly PartText[] {
  const part = (name: string, value: string, ghost = false): PartText => ({ name, value, ghost });
  const handlers = state.active.map(
    (slots, handler) => `handler ${handler}: ${slots.map((on) => (on ? "x" : ".")).join("")}`,
  );
  const extras = extrasOf(state);
  const ghosts = ghostsOf(state);
  return [
    part("events", handlers.join("   ")),
    part("latch", latchText(state)),
    part("kernel", positionText(state)),
    part("this NMI", nmiText(state)),
    part("last NMI", state.lastNmiRip === null ? "none" : `at ip ${state.lastNmiRip}`),
    part("policy", memoryText(state.policyMemory)),
    ...(extras.length === 0 ? [] : [part("also", extras.join("; "))]),
    ...(ghosts.length === 0 ? [] : [part("ghost", ghosts.join("; "), true)]),
  ];
}
