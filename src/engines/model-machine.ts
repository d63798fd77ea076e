import type { Axes } from "../../spec/cpu/axes.js";
import { noAxes } from "../../spec/cpu/no-axes.js";
import type { State } from "../../spec/cpu/state.js";
import type { Sources } from "../../spec/policy.js";
import { hasAction } from "../machine/model/machine-parts.js";
import {
  type MachineConfig,
  type NmiEvent,
  type NmiModel,
  nmiModel,
} from "../machine/model/nmi-model.js";
import { hasAxes } from "../machine/trace/axes-schema.js";
import { whyImpossible } from "../machine/trace/impossible.js";
import { NmiObserver } from "../machine/trace/observation.js";
import type { NmiShown } from "../machine/trace/schema.js";
import { changedState } from "./changed-state.js";
import { type Answer, type Refused, refuse, type StateChange } from "./engine.js";
import { observedPathState, observedState } from "./observed.js";
import type { Arrival, EngineState } from "./protocol.js";

type Stepped = { readonly state: State<unknown> } | { readonly refusal: Refused };

/** Where an edge comes from, as the protocol has it. */
type Source = Extract<Arrival, { readonly event: "external" }>["source"];

/** One machine of the model: executes `spec/` as it stands. */
export class ModelMachine {
  readonly config: MachineConfig;
  readonly #model: NmiModel<unknown>;
  #state: State<unknown>;

  constructor(config: MachineConfig) {
    this.config = config;
    this.#model = nmiModel(config);
    this.#state = this.#model.initial();
  }

  raise(handler: number, slot: number): Answer {
    return this.#take(this.#raised(this.#state, handler, slot));
  }

  external(source: Source): Answer {
    return this.#take(this.#edge(this.#state, source));
  }

  /** A step of the axis `pmu`, on a machine that has it. */
  ofPmu(name: "vanish" | "arrive" | "lapse"): Answer {
    return this.#take(this.#ofPmu(this.#state, name));
  }

  #ofPmu(state: State<unknown>, name: "vanish" | "arrive" | "lapse"): Stepped {
    if (!hasAction(this.config.axes ?? noAxes, name)) {
      return { refusal: noStepOfPmu(name) };
    }
    return this.#stepped(state, { name, parameters: {} });
  }

  touch(): Answer {
    if (this.config.axes?.touch !== true) return refuse("unsupported", "there is no axis touch");
    return this.#take(this.#stepped(this.#state, { name: "touch", parameters: {} }));
  }

  execute(place: number): Answer {
    if (place > this.config.platform.rips) return refuse("range", `there is no rip ${place}`);
    return this.#take(this.#stepped(this.#state, { name: "execute", parameters: { place } }));
  }

  /** From *deliver* to the *decide* that ends it, with what arrives in between. */
  nmi(arrivals: readonly Arrival[]): Answer {
    const { platform, policy, axes } = this.config;
    const path = axes === undefined ? null : { platform, policy, axes };
    const observer = new NmiObserver(platform.chain.length, path);
    const runs: NmiShown[] = [];
    let state = this.#state;
    let next = 0;
    const go = (name: "deliver" | "poll" | "decide"): Refused | undefined => {
      const step = this.#stepped(state, { name, parameters: {} });
      if ("refusal" in step) return step.refusal;
      const shows = observer.step(name, state, step.state);
      if (shows !== null) runs.push(shows);
      state = step.state;
      return undefined;
    };
    const arrive = (poll: number): Refused | undefined => {
      for (let here = arrivals[next]; here !== undefined; here = arrivals[next]) {
        const { run = 0, before } = here;
        if (run > runs.length || (run === runs.length && before > poll)) break;
        const step = this.#arrived(state, here);
        if ("refusal" in step) return step.refusal;
        state = step.state;
        next++;
      }
      return undefined;
    };
    const refused = go("deliver");
    if (refused !== undefined) return refused;
    for (let poll = 0; state.position.at !== "run"; ) {
      const isDecided = state.position.at === "decide";
      const refusal =
        arrive(isDecided ? Number.POSITIVE_INFINITY : poll) ?? go(isDecided ? "decide" : "poll");
      if (refusal !== undefined) return refusal;
      poll = isDecided ? 0 : poll + 1;
    }
    if (next < arrivals.length) return refuse("order", "an arrival is for a run that is not there");
    const [first, ...reruns] = runs.map(runOf);
    if (first === undefined)
      throw new Error("the model's walk ends elsewhere than at its decision");
    this.#state = state;
    const ended = { kind: "nmi", ...first, state: this.state } as const;
    return reruns.length === 0 ? ended : { ...ended, reruns };
  }

  get state(): EngineState {
    const { axes } = this.config;
    return axes !== undefined && hasAxes(this.#state)
      ? observedPathState(axes, this.#state)
      : observedState(this.#state);
  }

  /** Sets what `set` names; the rest, the ghost too, stays. */
  change(set: StateChange): Answer {
    const now = this.state;
    const foreign = Object.keys(set).find((name) => !(name in now));
    if (foreign !== undefined) return refuse("unsupported", `this machine has no ${foreign}`);
    if (set.iochkOff === true) return refuse("unsupported", "the model never keeps it disabled");
    const next = changedState(this.config.platform, this.#state, set);
    if ("kind" in next) return next;
    this.#state = hasAxes(next) ? { ...next, ...axesChanged(next, set, this.config.axes) } : next;
    return { kind: "state", state: this.state };
  }

  #arrived(state: State<unknown>, arrival: Arrival): Stepped {
    switch (arrival.event) {
      case "raise":
        return this.#raised(state, arrival.handler, arrival.slot);
      case "external":
        return this.#edge(state, arrival.source);
      case "vanish":
      case "arrive":
        return this.#ofPmu(state, arrival.event);
      default:
        if (this.config.axes?.nesting !== true) {
          return { refusal: refuse("unsupported", "there is no axis nesting") };
        }
        return this.#stepped(state, { name: arrival.event, parameters: {} });
    }
  }

  #edge(state: State<unknown>, source: Source): Stepped {
    if (source === undefined) return this.#stepped(state, { name: "external", parameters: {} });
    const { axes } = this.config;
    if (source === "summons") {
      if (axes === undefined || axes.frontHandler === "none") {
        return { refusal: refuse("unsupported", "there is no handler in front") };
      }
      return this.#stepped(state, { name: "summon", parameters: {} });
    }
    const unknownChain = axes?.unknownChain ?? "none";
    const isThere =
      source === "own"
        ? unknownChain !== "none" && unknownChain !== "greedy"
        : axes !== undefined && axes.reasonPort !== "absent";
    if (!isThere) return { refusal: refuse("unsupported", `there is no ${source}`) };
    return source === "own"
      ? this.#stepped(state, { name: "ownEvent", parameters: {} })
      : this.#stepped(state, { name: "portError", parameters: { cause: source } });
  }

  #raised(state: State<unknown>, handler: number, slot: number): Stepped {
    const slots = this.config.platform.chain[handler] ?? 0;
    if (slot >= slots) {
      return { refusal: refuse("range", `there is no slot ${slot} of handler ${handler}`) };
    }
    return this.#stepped(state, { name: "raise", parameters: { handler, slot } });
  }

  /** What comes of an event, or why it cannot happen. */
  #stepped(state: State<unknown>, event: NmiEvent): Stepped {
    const { platform, axes } = this.config;
    const next = this.#model.apply(event, state);
    if (next !== null) return { state: next };
    return { refusal: refuse("order", whyImpossible(platform, state, event, axes)) };
  }

  #take(step: Stepped): Answer {
    if ("refusal" in step) return step.refusal;
    this.#state = step.state;
    return { kind: "done" };
  }
}

/** The refusal of a step that the PMU of the machine does not take. */
export function noStepOfPmu(step: "vanish" | "arrive" | "lapse"): Refused {
  return refuse("unsupported", `the machine was set up without the axis pmu that has ${step}`);
}

/** One run of the handlers as an engine tells it. */
export function runOf({ claimed, outcome, claimedUnknown, reason }: NmiShown) {
  return {
    claimed,
    outcome,
    ...(claimedUnknown !== undefined && { claimedUnknown }),
    ...(reason !== undefined && { reason }),
  };
}

/** What the axes have of a state, with what `set` names of it. */
export function axesChanged(
  state: State<unknown>,
  set: StateChange,
  axes: Axes = noAxes,
): Partial<State<unknown>> {
  return {
    secondLatched: set.secondPending ?? state.secondLatched,
    lvtpcMasked: set.lvtpcMasked ?? state.lvtpcMasked,
    serr: set.serr ?? state.serr,
    iochk: set.iochk ?? state.iochk,
    serrOff: set.serrOff ?? state.serrOff,
    summoned: set.summoned ?? state.summoned,
    ownSource: set.ownSource ?? state.ownSource,
    panicked: set.panicked ?? state.panicked,
    inFlight: set.inFlight ?? state.inFlight,
    forgives: set.forgives ?? state.forgives,
    latchSources: withVectors(axes, state.latchSources, set.sources),
    secondSources: withVectors(axes, state.secondSources, set.secondSources),
  };
}

/** A bitmap in which the bits of `vectors` are set, if they are given. */
function withVectors(
  { nmiSource }: Axes,
  sources: Sources,
  vectors: readonly number[] | undefined,
): Sources {
  if (vectors === undefined) return sources;
  const withoutVector = nmiSource === "handlerUnnamed" ? sources.handlers.length - 1 : null;
  const isSet = (handler: number): boolean =>
    vectors.includes(handler === withoutVector ? 0 : 3 + handler);
  return {
    handlers: sources.handlers.map((_, handler) => isSet(handler)),
    other: vectors.includes(2) || (vectors.includes(0) && withoutVector === null),
  };
}
