import type { SmpState } from "../../../../spec/board/state.js";
import { noAxes } from "../../../../spec/cpu/no-axes.js";
import { at } from "../../../../spec/language.js";
import type { AnyMachine } from "../../model/machine-model.js";
import type { SmpEvent } from "../../model/smp-model.js";
import { whyImpossible } from "../impossible.js";
import { ownEvent } from "./own-event.js";

/** Why an event of several CPUs cannot happen in `state`, to stand after a colon. */
export function whyImpossibleOnBoard(
  { platform, axes = noAxes, board }: Omit<AnyMachine, "policy">,
  state: SmpState<unknown>,
  event: SmpEvent,
): string {
  const { cpus, holder, reader } = state;
  if (cpus.some(({ panicked }) => panicked)) return "the kernel has panicked";
  const own = ownEvent(event);
  if (own === null) {
    if (event.name !== "sharedEvent") return "the CPU does not ask for that lock there";
    return board?.sharedTo === "none"
      ? "the machine is without the axis shared-source"
      : "the shared source is active already";
  }
  if (event.name === "pollOn" && holder !== null && holder !== own.cpu) {
    return `CPU ${holder} runs the handler of the shared source`;
  }
  if (event.name === "decideOn" && reader !== null && reader !== own.cpu) {
    return `CPU ${reader} holds nmi_reason_lock`;
  }
  return whyImpossible(platform, at(cpus, own.cpu), own.event, axes);
}
