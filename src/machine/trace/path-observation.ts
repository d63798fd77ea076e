import type { Axes } from "../../../spec/cpu/axes.js";
import { seen } from "../../../spec/cpu/policy-input.js";
import type { Config, State } from "../../../spec/cpu/state.js";
import { at } from "../../../spec/language.js";
import { type RunEnding, shownOutcome } from "./ending.js";
import { claimedSlot } from "./slot.js";

/**
 * How much the handler says it claimed that polls next in `state`, on a machine with axes.
 *
 * @param before what it has claimed in this run so far
 */
export function pathClaims(
  { axes, platform }: Pick<Config<unknown>, "axes" | "platform">,
  state: Pick<State<unknown>, "active" | "position" | "forgives">,
  before: number,
): number {
  const isActive = claimedSlot("poll", state) !== null;
  const { position } = state;
  if (position.at !== "polling" || position.handler > 0) return isActive ? 1 : 0;
  const isLast = position.slot + 1 === at(platform.chain, 0);
  const isGreedy = (axes.handlerQuirk === "greedy" || state.forgives) && isLast && before === 0;
  if (!isActive) return isGreedy ? 1 : 0;
  return axes.handlerQuirk === "double-count" ? 2 : 1;
}

/** How a run of the handlers ended on a machine with axes, with the states before and after its *decide*. */
export function pathEnding(
  config: Config<unknown>,
  before: State<unknown>,
  after: State<unknown>,
): RunEnding {
  return {
    outcome: before.inFront ? "swallowed" : shownEnding(after),
    ...(config.axes.unknownChain !== "none" && {
      claimedUnknown: claimedUnknown(config, before, after),
    }),
    ...(after.elsewhere === "external" && { reason: before.serr ? "serr" : "iochk" }),
  };
}

function shownEnding({ elsewhere, outcome, panicked }: State<unknown>): RunEnding["outcome"] {
  if (panicked) return "panic";
  switch (elsewhere) {
    case "external":
      return "external";
    case "recognised":
    case "taken":
    case "hidden":
      return "claimed-unknown";
    case null:
      if (outcome === null) throw new Error("a decision has an outcome");
      return shownOutcome(outcome);
  }
}

/** The handlers of the NMI_UNKNOWN chain, in calling order. */
const unknownHandlers: Readonly<Record<Axes["unknownChain"], readonly ("own" | "greedy")[]>> = {
  none: [],
  own: ["own"],
  greedy: ["greedy"],
  ownThenGreedy: ["own", "greedy"],
  greedyThenOwn: ["greedy", "own"],
};

/**
 * What each handler of the NMI_UNKNOWN chain says it claimed. Whether the walk goes on after the
 * first that claimed is the policy's to say, as it would be in an NMI that is not back-to-back.
 */
function claimedUnknown(
  config: Config<unknown>,
  before: State<unknown>,
  after: State<unknown>,
): readonly number[] {
  const { axes, policy } = config;
  const handlers = unknownHandlers[axes.unknownChain];
  if (before.inFront || after.elsewhere === null || after.elsewhere === "external")
    return handlers.map(() => 0);
  const walked = { ...seen(config, before, 1, before.claimedBy), backToBack: false };
  const goesOn = policy.proceed(before.policyMemory, walked).walk === "on";
  const claims = handlers.map((handler) => (handler === "greedy" || before.ownSource ? 1 : 0));
  const first = claims.indexOf(1);
  return goesOn ? claims : claims.map((claim, index) => (index === first ? claim : 0));
}
