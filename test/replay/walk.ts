import type { State } from "../../spec/cpu/state.js";
import { at } from "../../spec/language.js";
import { type PolicyName, policies } from "../../spec/policies/all.js";
import type { Policy } from "../../spec/policy.js";
import { type Step, successors } from "../../src/checkers/explore/executable-model.js";
import { type NamedPlatform, namedPlatform } from "../../src/machine/configuration/platform.js";
import { type NmiEvent, nmiModel } from "../../src/machine/model/nmi-model.js";
import { buildTrace } from "../../src/machine/trace/build.js";
import { traceEvent, traceState } from "../../src/machine/trace/event.js";
import { NmiObserver } from "../../src/machine/trace/observation.js";
import type { CpuTrace, TraceEvent } from "../../src/machine/trace/schema.js";

/** Numbers below a bound that look random, the same for the same seed. */
export function dice(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

export interface Walk {
  readonly policy?: PolicyName;
  /** In place of a built-in one. */
  readonly userPolicy?: { readonly name: string; readonly policy: Policy<unknown> };
  readonly platform?: NamedPlatform;
  readonly events: number;
  readonly seed?: number;
}

const origin = {
  nmicheck: "0.1.0",
  model: { name: "NMI", sha256: "0".repeat(64) },
  property: null,
};

/** What a trace of a walk says of itself. */
function header({ policy = "mainline", userPolicy, platform = namedPlatform("ideal") }: Walk) {
  const named = { name: userPolicy?.name ?? policy, builtIn: userPolicy === undefined };
  return { ...origin, policy: named, platform };
}

function modelOf({ policy = "mainline", userPolicy, platform = namedPlatform("ideal") }: Walk) {
  return nmiModel({ policy: userPolicy?.policy ?? policies[policy], platform });
}

/** Steps of the model that look random; the last NMI is taken to its end. */
function* steps(walk: Walk): Generator<Step<State<unknown>, NmiEvent>> {
  const below = dice(walk.seed ?? 1);
  const model = modelOf(walk);
  let state = model.initial();
  for (let taken = 0; taken < walk.events || state.position.at !== "run"; taken++) {
    const possible = [...successors(model, state)];
    // As time goes by, NMIs should be taken rather than events pile up.
    const onward = possible.find(({ event }) => ["deliver", "poll", "decide"].includes(event.name));
    const goesOn = onward !== undefined && below(3) > 0;
    const step = goesOn ? onward : at(possible, below(possible.length));
    yield step;
    state = step.state;
  }
}

/** A long behaviour of the model as a trace. */
export function walkTrace(walk: Walk): CpuTrace {
  const path = { initial: modelOf(walk).initial(), steps: [...steps(walk)] };
  return buildTrace(header(walk), path);
}

/** The same behaviour, one event after the other. */
export function* walkEvents(walk: Walk): Generator<TraceEvent> {
  const observer = new NmiObserver(header(walk).platform.chain.length);
  let before = modelOf(walk).initial();
  for (const { event, state } of steps(walk)) {
    yield traceEvent(event, traceState(state), observer.step(event.name, before, state));
    before = state;
  }
}
