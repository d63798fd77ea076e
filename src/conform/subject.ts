import { at } from "../../spec/language.js";
import type { Axes } from "../../spec/path/axes.js";
import type { PathConfig, PathState } from "../../spec/path/state.js";
import type { Config, State } from "../../spec/state.js";
import type { Answer, EngineState } from "../engine/engine.js";
import { observedPathState, observedState } from "../engine/observed.js";
import type { ExecutableModel, ModelEvent } from "../explore/executable-model.js";
import { type NmiEvent, nmiModel } from "../explore/nmi-model.js";
import { type PathEvent, pathModel } from "../explore/path-model.js";
import { claimedSlot, shownOutcome } from "../trace/observation.js";
import { PathStateNumbers, StateNumbers } from "./state-numbers.js";

/** What one run of the handlers came to, beside what the handlers of the chain claimed. */
export type Ending = Pick<
  Extract<Answer, { readonly kind: "nmi" }>,
  "outcome" | "claimedUnknown" | "reason"
>;

/** What an engine is held against: a model in one configuration, and how an engine shows it. */
export interface Subject<S extends State<unknown>, E extends ModelEvent> {
  readonly model: Pick<ExecutableModel<S, E, string>, "initial" | "events" | "apply">;
  readonly numbers: {
    /** The number of a state without its ghost. */
    observed(state: S): number;
    /** The number of a whole state, given that of the state without its ghost. */
    full(observed: number, state: S): number;
  };
  /** A state outside NMI context as an engine tells it. */
  observed(state: S): EngineState;
  /** How much the handler says it claimed that polls next in `state`, and claimed `before` so far. */
  claims(state: S, before: number): number;
  /** How a run ended, with the states before and after its *decide*. */
  ending(before: S, after: S): Ending;
}

/** The core's model. */
export function coreSubject(config: Config<unknown>): Subject<State<unknown>, NmiEvent> {
  return {
    model: nmiModel(config),
    numbers: new StateNumbers(config),
    observed: observedState,
    claims: (state) => (claimedSlot("poll", state) === null ? 0 : 1),
    ending: (_, { outcome }) => {
      if (outcome === null) throw new Error("a decision has an outcome");
      return { outcome: shownOutcome(outcome) };
    },
  };
}

/** The model of the whole path. */
export function pathSubject(config: PathConfig<unknown>): Subject<PathState<unknown>, PathEvent> {
  const { axes, platform } = config;
  return {
    model: pathModel(config),
    numbers: new PathStateNumbers(config),
    observed: (state) => observedPathState(axes, state),
    claims: (state, before) => {
      const isActive = claimedSlot("poll", state) !== null;
      const { position } = state;
      if (position.at !== "polling" || position.handler > 0) return isActive ? 1 : 0;
      const isLast = position.slot + 1 === at(platform.chain, 0);
      const isGreedy = axes.manners === "greedy" && isLast && before === 0;
      if (!isActive) return isGreedy ? 1 : 0;
      return axes.manners === "doubles" ? 2 : 1;
    },
    ending: (before, after) => ({
      outcome: shownEnding(after),
      ...(axes.unknownChain !== "none" && {
        claimedUnknown: claimedUnknown(config, before, after),
      }),
      ...(after.elsewhere === "external" && { reason: before.serr ? "serr" : "iochk" }),
    }),
  };
}

function shownEnding({ elsewhere, outcome, panicked }: PathState<unknown>): Ending["outcome"] {
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
  { axes, policy }: PathConfig<unknown>,
  before: PathState<unknown>,
  after: PathState<unknown>,
): readonly number[] {
  const handlers = unknownHandlers[axes.unknownChain];
  if (after.elsewhere === null || after.elsewhere === "external") return handlers.map(() => 0);
  const seen = { backToBack: false, handled: 1 } as const;
  const goesOn = policy.proceed(before.policyMemory, seen).walk === "on";
  const claims = handlers.map((handler) => (handler === "greedy" || before.ownSource ? 1 : 0));
  const first = claims.indexOf(1);
  return goesOn ? claims : claims.map((claim, index) => (index === first ? claim : 0));
}
