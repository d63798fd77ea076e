import { at, type Below } from "../language.js";
import type { Board, SmpConfig, SmpState } from "./state.js";

/** Whether a CPU has panicked, and so all of them stand still. */
export function isDown<Memory>(state: SmpState<Memory>): boolean {
  return state.cpus.some((cpu) => cpu.panicked);
}

/** Whether a crash has shot the CPU down: the emergency handler does not return there. */
export function isShotDown<Memory>(state: SmpState<Memory>, cpu: Below<Board["cpus"]>): boolean {
  return state.crashing !== null && state.crashing !== cpu && at(state.cpus, cpu).inFront;
}

/**
 * Whether the CPU stands in the handler in front, which does not return yet: the NMI of another CPU
 * that was summoned is still to come. The kernel waits for one that was lost as well, but for a second
 * at most (`wait_for_cpus`, `arch/x86/kernel/cpu/microcode/core.c`).
 */
function waitsForOthers<Memory>(state: SmpState<Memory>, cpu: Below<Board["cpus"]>): boolean {
  return (
    at(state.cpus, cpu).inFront &&
    state.cpus.some((other) => other.summoned && (other.latched || other.nested))
  );
}

/** Whether the handler in front keeps the CPU where it is. */
export function staysInFront<Memory>(
  config: SmpConfig<Memory>,
  state: SmpState<Memory>,
  cpu: Below<Board["cpus"]>,
): boolean {
  return config.axes.frontHandler === "rendezvous"
    ? waitsForOthers(state, cpu)
    : isShotDown(state, cpu);
}
