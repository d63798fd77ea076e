import { at } from "../language.js";
import type { Claimed, Handled, SeenMore, Sources } from "../policy.js";
import type { Handler } from "../state.js";
import { noSources } from "./sources.js";
import type { PathConfig, PathState } from "./state.js";

/** No handler has claimed anything. */
export function noClaims<Memory>(config: PathConfig<Memory>): Claimed {
  return config.platform.chain.map(() => 0);
}

/** What the handlers claimed after one of them counted more; no more than it has slots. */
export function claimedAfter<Memory>(
  config: PathConfig<Memory>,
  claimedBy: Claimed,
  handler: Handler,
  counted: Handled,
): Claimed {
  if (config.axes.told === "nothing") return claimedBy;
  const slots = at(config.platform.chain, handler);
  return claimedBy.with(handler, Math.min(at(claimedBy, handler) + counted, slots));
}

/** The sources of an NMI as the policy is told of them. */
export function toldSources<Memory>(config: PathConfig<Memory>, sources: Sources): Sources {
  const told = config.axes.told;
  if (told === "nothing" || told === "handlers") return noSources(config);
  if (told === "bitmap" || !sources.other) return sources;
  if (told === "bitmapWithoutUnknown") return { ...sources, other: false };
  const last = config.platform.chain.length - 1;
  return { handlers: sources.handlers.with(last, true), other: false };
}

/** What the policy sees of the NMI in progress when `handled` events have been claimed. */
export function seenMore<Memory>(
  config: PathConfig<Memory>,
  state: PathState<Memory>,
  handled: Handled,
  claimedBy: Claimed,
): SeenMore {
  return {
    backToBack: state.backToBack,
    handled,
    claimedBy,
    sources: toldSources(config, state.sources),
  };
}
