import { hasSources } from "../cpu/sources.js";
import type { Config, Ghost, Hardware, Kernel } from "../cpu/state.js";

/** Whether no NMI is reported on this machine: a handler claims whatever comes. */
export function claimsAll<Memory>(config: Config<Memory>): boolean {
  const unknownChain = config.axes.unknownChain;
  const hasGreedy = unknownChain !== "none" && unknownChain !== "own";
  return config.axes.handlerQuirk === "greedy" || hasGreedy;
}

/** Something beside the slots tells of a cause: the reason port, or the NMI_UNKNOWN chain's own source. */
export function hasOtherCause(hardware: Hardware): boolean {
  return hardware.serr || hardware.iochk || hardware.ownSource;
}

/** An NMI that claims no event and finds another cause leaves a second one to the next NMI. */
export function hasTwoCauses<Memory>(config: Config<Memory>, hardware: Hardware): boolean {
  return (
    (hardware.serr && hardware.iochk) ||
    ((hardware.serr || hardware.iochk) &&
      (hardware.ownSource || config.axes.reasonPort === "greedy"))
  );
}

/** A handler 0 that claims whatever comes has claimed it, once the walk is past it. */
export function GreedyHasClaimed<Memory>(
  config: Config<Memory>,
  state: Hardware & Kernel<Memory>,
): boolean {
  return (
    config.axes.handlerQuirk !== "greedy" ||
    state.position.at === "run" ||
    (state.position.at === "polling" && state.position.handler === 0) ||
    state.handled > 0
  );
}

/** Where NMIs come with their sources, an unknown edge has its bit. */
export function UnknownHasBit<Memory>(
  config: Config<Memory>,
  state: Hardware & Ghost & Kernel<Memory>,
): boolean {
  return (
    !hasSources(config.axes) ||
    ((!state.latchCarriesUnknown || state.latchSources.other) &&
      (!state.secondCarriesUnknown || state.secondSources.other) &&
      (!state.carriesUnknown || state.sources.other))
  );
}

/** Where NMIs come with their sources, and all that are no handler's are unknown, the bit is theirs. */
export function BitIsUnknown<Memory>(
  config: Config<Memory>,
  state: Hardware & Ghost & Kernel<Memory>,
): boolean {
  return (
    !hasSources(config.axes) ||
    config.axes.reasonPort !== "absent" ||
    config.axes.unknownChain !== "none" ||
    ((!state.latchSources.other || state.latchCarriesUnknown) &&
      (!state.secondSources.other || state.secondCarriesUnknown) &&
      (!state.sources.other || state.carriesUnknown))
  );
}
