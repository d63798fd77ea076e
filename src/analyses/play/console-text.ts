import type { State } from "../../../spec/cpu/state.js";
import { at } from "../../../spec/language.js";
import {
  isBoardState,
  type MachineEvent,
  type MachineState,
} from "../../machine/model/machine-model.js";

/**
 * What the kernel prints when a step ends an NMI, in the words of `arch/x86/kernel/nmi.c`; null where
 * it says nothing.
 */
export function consoleText(
  event: MachineEvent,
  before: MachineState,
  after: MachineState,
): string | null {
  if (event.name === "decideOn" && isBoardState(before) && isBoardState(after)) {
    const { cpu } = event.parameters;
    return saidBy(cpu, at(before.cpus, cpu), at(after.cpus, cpu));
  }
  if (event.name !== "decide" || isBoardState(before) || isBoardState(after)) return null;
  return saidBy(0, before, after);
}

function saidBy(cpu: number, before: State<unknown>, after: State<unknown>): string | null {
  const panic = after.panicked ? " Kernel panic - not syncing: NMI: Not continuing" : "";
  if (after.elsewhere === "external") {
    const what = before.serr ? "PCI system error (SERR)" : "IOCK error (debug interrupt?)";
    return `NMI: ${what} on CPU ${cpu}.${panic}`;
  }
  switch (after.outcome) {
    case "reported":
    case "misattributed":
    case "spurious":
      return `Uhhuh. NMI received for unknown reason on CPU ${cpu}.${panic === "" ? " Dazed and confused, but trying to continue" : panic}`;
    default:
      return panic === "" ? null : panic.trim();
  }
}
