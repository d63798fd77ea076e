import type { State } from "../state.js";
import type { SmpState } from "./state.js";

/** No CPU swallows an NMI that carries an unknown edge. */
export function NoCpuFalselySwallows<Memory>(state: SmpState<Memory>): boolean {
  return state.cpus.every((cpu) => cpu.outcome !== "falseSwallow");
}

/** No CPU tells of an unknown NMI when there was none for it. */
export function NoCpuIsDazed<Memory>(state: SmpState<Memory>): boolean {
  return state.cpus.every((cpu) => cpu.outcome !== "spurious");
}

/** On no CPU an unknown edge hides behind an event that a handler claimed. */
export function NoCpuMasks<Memory>(state: SmpState<Memory>): boolean {
  return state.cpus.every((cpu) => cpu.outcome !== "masked");
}

/** The CPU runs, and has no NMI pending. */
function isQuiet<Memory>(cpu: State<Memory>): boolean {
  return cpu.position.at === "run" && !cpu.latched;
}

/** Where no CPU has an NMI pending or in progress, no event waits for one, and no bit of the port. */
export function NoEventStrands<Memory>(state: SmpState<Memory>): boolean {
  return !(
    state.cpus.every((cpu) => isQuiet(cpu)) &&
    (state.serr || state.cpus.some((cpu) => cpu.active.some((slots) => slots.some((slot) => slot))))
  );
}
