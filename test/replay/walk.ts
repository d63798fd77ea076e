import { at } from "../../spec/language.js";
import { type PolicyName, policies } from "../../spec/policies/all.js";
import type { Policy } from "../../spec/policy.js";
import type { State } from "../../spec/state.js";
import { type NamedPlatform, namedPlatform } from "../../src/configuration/platform.js";
import { type Step, successors } from "../../src/explore/executable-model.js";
import { type NmiEvent, nmiModel } from "../../src/explore/nmi-model.js";
import { buildTrace } from "../../src/trace/build.js";
import type { Trace } from "../../src/trace/schema.js";

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

/** A long behaviour of the model as a trace; the last NMI is taken to its end. */
export function walkTrace(walk: Walk): Trace {
  const { policy = "mainline", userPolicy, platform = namedPlatform("ideal"), events } = walk;
  const below = dice(walk.seed ?? 1);
  const model = nmiModel({ policy: userPolicy?.policy ?? policies[policy], platform });
  const initial = model.initial();
  const steps: Step<State<unknown>, NmiEvent>[] = [];
  let state = initial;
  while (steps.length < events || state.position.at !== "run") {
    const possible = [...successors(model, state)];
    // As time goes by, NMIs should be taken rather than events pile up.
    const onward = possible.filter(({ event }) =>
      ["deliver", "poll", "decide"].includes(event.name),
    );
    const step =
      onward[0] !== undefined && below(3) > 0 ? onward[0] : at(possible, below(possible.length));
    steps.push(step);
    state = step.state;
  }
  const named = { name: userPolicy?.name ?? policy, builtIn: userPolicy === undefined };
  return buildTrace({ ...origin, policy: named, platform }, { initial, steps });
}
