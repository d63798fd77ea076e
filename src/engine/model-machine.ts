import { nmi } from "../../spec/nmi.js";
import type { Config, State } from "../../spec/state.js";
import { shownOutcome } from "../trace/observation.js";
import type { Answer, Refused, StateChange } from "./engine.js";
import { hasSwallowNmi, observedState } from "./observed.js";
import type { Arrival, EngineState, RefusalCode } from "./protocol.js";

/** The answer of an engine that cannot do as asked. */
export function refuse(code: RefusalCode, message: string): Refused {
  return { kind: "refused", code, message };
}

type Stepped = { readonly state: State<unknown> } | { readonly refusal: Refused };

/** One machine of the model: executes `spec/` as it stands. */
export class ModelMachine {
  readonly config: Config<unknown>;
  #state: State<unknown>;

  constructor(config: Config<unknown>) {
    this.config = config;
    this.#state = nmi.initial(config);
  }

  raise(handler: number, slot: number): Answer {
    return this.#take(this.#raised(this.#state, handler, slot));
  }

  external(): Answer {
    return this.#take({ state: nmi.actions.external(this.config, this.#state) });
  }

  execute(place: number): Answer {
    if (place > this.config.platform.rips) return refuse("range", `there is no rip ${place}`);
    const state = nmi.actions.execute(this.config, this.#state, place);
    if (state === null) return refuse("order", "an NMI is pending");
    return this.#take({ state });
  }

  /** From *deliver* to *decide*, with what arrives in between. */
  nmi(arrivals: readonly Arrival[]): Answer {
    const delivered = nmi.actions.deliver(this.config, this.#state);
    if (delivered === null) return refuse("order", "no NMI is pending");
    const claimed = this.config.platform.chain.map(() => 0);
    let state = delivered;
    let next = 0;
    const arrive = (poll: number): Refused | undefined => {
      for (let here = arrivals[next]; here !== undefined; here = arrivals[next]) {
        if (here.before > poll) break;
        const step = this.#arrived(state, here);
        if ("refusal" in step) return step.refusal;
        state = step.state;
        next++;
      }
      return undefined;
    };
    for (let poll = 0; state.position.at === "polling"; poll++) {
      const refusal = arrive(poll);
      if (refusal !== undefined) return refusal;
      const { handler, slot } = state.position;
      if (state.active[handler]?.[slot] === true) claimed[handler] = (claimed[handler] ?? 0) + 1;
      state = nmi.actions.poll(this.config, state) ?? state;
    }
    const refusal = arrive(Number.POSITIVE_INFINITY);
    if (refusal !== undefined) return refusal;
    const decided = nmi.actions.decide(this.config, state);
    if (decided === null || decided.outcome === null) {
      throw new Error("the model's walk ends elsewhere than at its decision");
    }
    this.#state = decided;
    const outcome = shownOutcome(decided.outcome);
    return { kind: "nmi", claimed, outcome, state: observedState(decided) };
  }

  get state(): EngineState {
    return observedState(this.#state);
  }

  /** Sets what `set` names; the rest, the ghost too, stays. */
  change(set: StateChange): Answer {
    const { chain, rips } = this.config.platform;
    const now = this.state;
    const { rip = now.rip, active = now.active, pending = now.pending } = set;
    const { lastNmiRip = now.lastNmiRip, swallowNmi = now.swallowNmi } = set;
    if (Math.max(rip, lastNmiRip ?? 1) > rips) return refuse("range", `rip goes from 1 to ${rips}`);
    const fits = chain.every((slots, handler) => active[handler]?.length === slots);
    if (!fits || active.length !== chain.length) {
      return refuse("range", `active does not fit the chain [${chain.join(",")}]`);
    }
    const memory = this.#state.policyMemory;
    if (swallowNmi && !hasSwallowNmi(memory)) {
      return refuse("unsupported", "the policy keeps no swallow_nmi");
    }
    const policyMemory = hasSwallowNmi(memory) ? { ...memory, swallowNmi } : memory;
    const state = { ...this.#state, rip, lastNmiRip, active, latched: pending, policyMemory };
    this.#state = { ...state, latchCarriesUnknown: pending && state.latchCarriesUnknown };
    return { kind: "state", state: this.state };
  }

  #arrived(state: State<unknown>, arrival: Arrival): Stepped {
    if (arrival.event === "raise") return this.#raised(state, arrival.handler, arrival.slot);
    if (arrival.event === "external" && arrival.source === undefined && !arrival.run) {
      return { state: nmi.actions.external(this.config, state) };
    }
    return { refusal: refuse("unsupported", "the model as an engine has no axes") };
  }

  #raised(state: State<unknown>, handler: number, slot: number): Stepped {
    const slots = this.config.platform.chain[handler] ?? 0;
    if (slot >= slots) {
      return { refusal: refuse("range", `there is no slot ${slot} of handler ${handler}`) };
    }
    const next = nmi.actions.raise(this.config, state, handler, slot);
    if (next !== null) return { state: next };
    return { refusal: refuse("order", `slot ${slot} of handler ${handler} is active already`) };
  }

  #take(step: Stepped): Answer {
    if ("refusal" in step) return step.refusal;
    this.#state = step.state;
    return { kind: "done" };
  }
}
