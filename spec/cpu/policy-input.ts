import { at } from "../language.js";
import type { Claimed, Handled, Rip, SeenMore, Sources } from "../policy.js";
import { noSources } from "./sources.js";
import type { Config, Handler, State } from "./state.js";

/** No handler has claimed anything. */
export function noClaims<Memory>(config: Config<Memory>): Claimed {
  return config.platform.chain.map(() => 0);
}

/** What the handlers claimed after one of them counted more; no more than it has slots. */
export function claimedAfter<Memory>(
  config: Config<Memory>,
  claimedBy: Claimed,
  handler: Handler,
  counted: Handled,
): Claimed {
  if (config.axes.policyInput === "nothing") return claimedBy;
  const slots = at(config.platform.chain, handler);
  return claimedBy.with(handler, Math.min(at(claimedBy, handler) + counted, slots));
}

/** Where the NMI found the CPU, as the policy is told of it; the same place for one that is not. */
export function toldIp<Memory>(config: Config<Memory>, rip: Rip): Rip {
  return config.axes.policyInput === "nothing" ? 1 : rip;
}

/** The sources of an NMI as the policy is told of them. */
export function toldSources<Memory>(config: Config<Memory>, sources: Sources): Sources {
  const told = config.axes.policyInput;
  if (told === "nothing" || told === "handlers") return noSources(config);
  if (told === "bitmap" || !sources.other) return sources;
  if (told === "bitmapWithoutUnknown") return { ...sources, other: false };
  const last = config.platform.chain.length - 1;
  return { handlers: sources.handlers.with(last, true), other: false };
}

/** What the policy sees of the NMI in progress when `claimed` events have been claimed. */
export function seen<Memory>(
  config: Config<Memory>,
  state: State<Memory>,
  claimed: Handled,
  byHandler: Claimed,
): SeenMore {
  return {
    backToBack: state.backToBack,
    handled: claimed,
    ip: toldIp(config, state.rip),
    claimedBy: byHandler,
    sources: toldSources(config, state.sources),
  };
}
