import type { State } from "../cpu/state.js";
import type { SmpState } from "./state.js";

/** No CPU swallows an NMI that carries an unknown edge. */
export function NoFalseSwallow<Memory>(state: SmpState<Memory>): boolean {
  return state.cpus.every((cpu) => cpu.outcome !== "falseSwallow");
}

/** No CPU tells of an unknown NMI when there was none for it. */
export function NoSpurious<Memory>(state: SmpState<Memory>): boolean {
  return state.cpus.every((cpu) => cpu.outcome !== "spurious");
}

/** On no CPU an unknown edge hides behind an event that a handler claimed. */
export function NoMasked<Memory>(state: SmpState<Memory>): boolean {
  return state.cpus.every((cpu) => cpu.outcome !== "masked");
}

/** The CPU runs, and has no NMI pending{@when pmu , nor one on its way}. */
function isQuiet<Memory>(own: State<Memory>): boolean {
  return own.position.at === "run" && !own.latched && !own.inFlight && !own.panicked;
}

/** Where no CPU has an NMI pending or in progress, no event waits for one. */
export function NoStranded<Memory>(state: SmpState<Memory>): boolean {
  return !(
    state.cpus.every((cpu) => isQuiet(cpu)) &&
    state.cpus.some((cpu) => cpu.active.some((slots) => slots.some((slot) => slot)))
  );
}

/** On no CPU an unknown edge is claimed by a handler that only claims whatever comes. */
export function NoHidden<Memory>(state: SmpState<Memory>): boolean {
  return state.cpus.every((cpu) => cpu.elsewhere !== "hidden");
}

/**
 * Where no CPU has an NMI pending or in progress, no bit of the reason port waits for one, and no
 * source of the NMI_UNKNOWN chain.
 */
export function NoForgottenSource<Memory>(state: SmpState<Memory>): boolean {
  return !(
    state.cpus.every((cpu) => isQuiet(cpu)) &&
    state.cpus.some((cpu) => cpu.serr || cpu.iochk || cpu.ownSource)
  );
}

/** No CPU crashes the machine for an unknown NMI that there was not. */
export function NoNeedlessPanic<Memory>(state: SmpState<Memory>): boolean {
  return state.cpus.every((cpu) => !(cpu.panicked && cpu.outcome === "spurious"));
}
