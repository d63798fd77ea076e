import type { SmpState } from "../../../../spec/board/state.js";
import type { Axes } from "../../../../spec/cpu/axes.js";
import { noAxes } from "../../../../spec/cpu/no-axes.js";
import { at } from "../../../../spec/language.js";
import type { AnyMachine } from "../../model/machine-model.js";
import type { SmpEvent } from "../../model/smp-model.js";
import { positionText, whyImpossible } from "../impossible.js";
import { ownEvent } from "./own-event.js";

/** Why an event of several CPUs cannot happen in `state`, to stand after a colon. */
export function whyImpossibleOnBoard(
  { platform, axes = noAxes, board }: Omit<AnyMachine, "policy">,
  state: SmpState<unknown>,
  event: SmpEvent,
): string {
  const { cpus, holder, reader, crashing } = state;
  if (cpus.some(({ panicked }) => panicked)) return "the kernel has panicked";
  const own = ownEvent(event);
  if (own === null) {
    if (event.name === "crashOn") return whyNoCrash(axes, state, event.parameters.cpu);
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
  if (event.name === "decideOn" && at(cpus, own.cpu).inFront) {
    return crashing === null
      ? "the CPU waits for another one that was summoned"
      : `the crash of CPU ${crashing} has shot the CPU down`;
  }
  if (event.name === "summonAll") return whyNoSummons(axes);
  return whyImpossible(platform, at(cpus, own.cpu), own.event, axes);
}

function whyNoCrash(
  { frontHandler }: Axes,
  { crashing, cpus }: SmpState<unknown>,
  cpu: number,
): string {
  if (frontHandler !== "emergency")
    return "the machine is without the axis front-handler=emergency";
  if (crashing !== null) return `the kernel crashes on CPU ${crashing} already`;
  return positionText(at(cpus, cpu).position);
}

function whyNoSummons({ frontHandler }: Axes): string {
  return frontHandler === "rendezvous"
    ? "a CPU was summoned already, or has not left the rendezvous"
    : "the machine is without the axis front-handler=rendezvous";
}
