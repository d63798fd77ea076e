import type { Config, State } from "../../../spec/cpu/state.js";
import type { ExecutableModel, ModelEvent } from "../../checkers/explore/executable-model.js";
import { type NmiEvent, nmiModel } from "../../machine/model/nmi-model.js";
import { type RunEnding, shownOutcome } from "../../machine/trace/ending.js";
import { pathClaims, pathEnding } from "../../machine/trace/path-observation.js";
import { claimedSlot } from "../../machine/trace/slot.js";
import type { EngineCall, EngineState } from "../engine.js";
import { observedPathState, observedState } from "../observed.js";
import { outsideCalls } from "../replay/calls.js";
import { PathStateNumbers, StateNumbers } from "./state-numbers.js";

/** What an engine is checked against: a model in one configuration, and how an engine shows it. */
export interface Subject<S extends object, E extends ModelEvent> {
  readonly model: Pick<ExecutableModel<S, E, string>, "initial" | "events" | "apply">;
  readonly numbers: {
    /** The number of a state without its ghost. */
    observed(state: S): number;
    /** The number of a whole state, given that of the state without its ghost. */
    full(observed: number, state: S): number;
  };
  /** A state outside NMI context as an engine tells it. */
  observed(state: S): EngineState;
  /** The calls that make an event happen outside of NMI context. */
  calls(event: E): readonly EngineCall[];
  /** How much the handler says it claimed that polls next in `state`, and claimed `before` so far. */
  claims(state: S, before: number): number;
  /** How a run ended, with the states before and after its *decide*. */
  ending(before: S, after: S): RunEnding;
}

/** The core's model. */
export function coreSubject(config: Config<unknown>): Subject<State<unknown>, NmiEvent> {
  return {
    model: nmiModel(config),
    numbers: new StateNumbers(config),
    observed: observedState,
    calls: (event) => outsideCalls(event),
    claims: (state) => (claimedSlot("poll", state) === null ? 0 : 1),
    ending: (_, { outcome }) => {
      if (outcome === null) throw new Error("a decision has an outcome");
      return { outcome: shownOutcome(outcome) };
    },
  };
}

/** The model of the full model. */
export function pathSubject(config: Config<unknown>): Subject<State<unknown>, NmiEvent> {
  const { axes } = config;
  return {
    model: nmiModel(config),
    numbers: new PathStateNumbers(config),
    observed: (state) => observedPathState(axes, state),
    calls: (event) => outsideCalls(event, axes),
    claims: (state, before) => pathClaims(config, state, before),
    ending: (before, after) => pathEnding(config, before, after),
  };
}
