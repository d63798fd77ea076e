import { NoStranded } from "../../board/properties.js";
import type { SmpConfig, SmpState } from "../../board/state.js";
import { NoStranded as NoneStranded } from "../../cpu/properties.js";
import { LeftBehindPending, MaskedPending } from "../no-stranded.js";
import { SlotsOfHandlers } from "./each-cpu.js";

/** On each CPU an active slot that the walk has passed has an NMI pending. */
export function LeftBehindPendingOnEach<Memory>(state: SmpState<Memory>): boolean {
  return state.cpus.every((cpu) => LeftBehindPending(cpu));
}

/** On each CPU a masked entry of the local APIC has an NMI pending, or is about to be written. */
export function MaskedPendingOnEach<Memory>(
  config: SmpConfig<Memory>,
  state: SmpState<Memory>,
): boolean {
  return state.cpus.every((cpu) => MaskedPending(config, cpu));
}

/** On each CPU by itself no event waits: stronger than the property, which is about all of them together. */
export function NoneStrandedOnEach<Memory>(state: SmpState<Memory>): boolean {
  return state.cpus.every((cpu) => NoneStranded(cpu));
}

/** Why no event is stranded where each NMI calls every handler, and each CPU has its own slots. */
export const noStranded = {
  SlotsOfHandlers,
  LeftBehindPendingOnEach,
  MaskedPendingOnEach,
  NoneStrandedOnEach,
  NoStranded,
};
