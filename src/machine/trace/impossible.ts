import type { Axes } from "../../../spec/cpu/axes.js";
import { hasSources } from "../../../spec/cpu/sources.js";
import type { Position, State } from "../../../spec/cpu/state.js";
import type { Platform } from "../../../spec/platforms.js";
import { isLate, losesStatus } from "../model/machine-parts.js";
import type { NmiEvent } from "../model/nmi-model.js";
import { hasAxes } from "./axes-schema.js";

/**
 * Why `event` cannot happen in `state`, to stand after a colon.
 *
 * @param axes what the machine has beside the core, if anything
 */
export function whyImpossible(
  platform: Platform,
  state: State<unknown>,
  event: NmiEvent,
  axes?: Axes,
): string {
  if (hasAxes(state) && state.panicked) return "the kernel has panicked";
  switch (event.name) {
    case "raise": {
      const { handler, slot } = event.parameters;
      if (!(slot < (platform.chain[handler] ?? 0))) {
        return `the chain [${platform.chain.join(",")}] has no handler ${handler} with a slot ${slot}`;
      }
      return "the slot is active already, and the platform is not sticky";
    }
    case "execute":
      if (event.parameters.place > platform.rips) {
        return `the platform has the places 1 to ${platform.rips}`;
      }
      if (state.position.at !== "run") return positionText(state.position);
      if (axes !== undefined && axes.kvmHost !== "no" && event.parameters.place === 1) {
        return "no code of the host is at place 1, which is that of the VM exit";
      }
      return "an NMI is pending, and the platform has no interrupt shadow";
    case "deliver":
      return state.position.at === "run" ? "no NMI is pending" : positionText(state.position);
    case "poll":
    case "decide":
      return positionText(state.position);
    case "external":
      return "the model does not allow it";
    case "touch":
      if (axes?.touch !== true) return "the machine is without the axis touch";
      if (state.position.at !== "run") return positionText(state.position);
      return "an NMI is pending, and the platform has no interrupt shadow";
    case "runGuest":
      if (axes === undefined || axes.kvmHost === "no") {
        return "the machine is without the axis kvm-host";
      }
      if (state.position.at !== "run") return positionText(state.position);
      return hasAxes(state) && state.guest
        ? "a guest runs already"
        : "an NMI is pending, and the platform has no interrupt shadow";
    case "vanish":
      if (axes === undefined || !losesStatus(axes)) {
        return "no status bit vanishes without the axis pmu=vanishing or pmu=stopped";
      }
      if (axes.pmu === "stopped" && state.position.at !== "run")
        return positionText(state.position);
      return axes.pmu === "stopped"
        ? "no status bit of handler 0 is set, and it expects an NMI already"
        : "no status bit of handler 0 is set";
    case "arrive":
      return axes === undefined || !isLate(axes)
        ? "no edge is late without the axis pmu=late or pmu=window"
        : "no edge is on its way";
    case "lapse":
      if (axes?.pmu !== "window") return "there is no window without the axis pmu=window";
      if (state.position.at !== "run") return positionText(state.position);
      if (hasAxes(state) && !state.forgives) return "handler 0 claims no more than its events";
      return "an edge of handler 0 is on its way, or an NMI pends: no edge is later than the window is long";
    case "portError":
      if (axes === undefined || axes.reasonPort === "absent")
        return "the machine is without the axis reason-port";
      return hasAxes(state) && state[event.parameters.cause]
        ? "its bit is set in the reason port already"
        : "the kernel has disabled its line";
    case "ownEvent":
      return hasAxes(state) && state.ownSource
        ? "the source has something to say already"
        : "no handler of NMI_UNKNOWN knows a source";
    case "reinject":
      if (axes?.nmiInjection !== "again") return "the machine is without the axis nmi-injection";
      return state.position.at === "run" ? positionText(state.position) : "an NMI pends already";
    case "summon":
      if (axes === undefined || axes.frontHandler === "none") {
        return "the machine is without the axis front-handler";
      }
      return "the CPU was summoned already";
    case "fault":
      if (axes?.nesting !== true) return "the machine is without the axis nesting";
      if (hasSources(axes)) return "under FRED no exception's return unblocks NMIs";
      return state.position.at === "run"
        ? positionText(state.position)
        : "NMIs are unblocked already";
    case "nest":
      if (state.position.at === "run") return positionText(state.position);
      return hasAxes(state) && state.unblocked ? "no NMI is pending" : "NMIs are blocked";
  }
}

/** Where a CPU is, as a reason why it cannot do something. */
export function positionText(position: Position): string {
  switch (position.at) {
    case "run":
      return "the CPU is not in an NMI";
    case "polling":
      return `the CPU is in an NMI, about to poll handler ${position.handler}, slot ${position.slot}`;
    case "decide":
      return "the CPU is at the end of an NMI, about to decide it";
  }
}
