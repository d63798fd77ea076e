import { describe, expect, test } from "vitest";
import { nmi } from "../../spec/cpu/nmi.js";
import { noAxes } from "../../spec/cpu/no-axes.js";
import type { Config, State } from "../../spec/cpu/state.js";
import type { Platform } from "../../spec/platforms.js";
import { mainline } from "../../spec/policies/mainline.js";
import { none } from "../../spec/policies/none.js";
import { v5 } from "../../spec/policies/v5.js";

const ideal: Platform = { chain: [2, 1], rips: 2, sticky: false, shadow: false };

/** Every successor, by brute force: deliberately without any of the explorers of the project. */
function* successors<M>(config: Config<M>, state: State<M>): Generator<State<M> | null> {
  for (const [handler, slots] of config.platform.chain.entries()) {
    for (let slot = 0; slot < slots; slot++) {
      yield nmi.actions.raise(config, state, handler, slot);
    }
  }
  yield nmi.actions.external(config, state);
  for (let place = 1; place <= config.platform.rips; place++) {
    yield nmi.actions.execute(config, state, place);
  }
  yield nmi.actions.deliver(config, state);
  yield nmi.actions.poll(config, state);
  yield nmi.actions.decide(config, state);
}

function explore<M>(config: Config<M>): { states: number; shortest: Record<string, number> } {
  const first = nmi.initial(config);
  const depths = new Map([[JSON.stringify(first), 1]]);
  const queue = [first];
  const shortest: Record<string, number> = {};
  for (const state of queue) {
    const depth = depths.get(JSON.stringify(state)) ?? 0;
    for (const [name, holds] of Object.entries(nmi.invariants)) {
      if (!holds(state)) shortest[name] ??= depth;
    }
    for (const next of successors(config, state)) {
      if (next === null || depths.has(JSON.stringify(next))) continue;
      depths.set(JSON.stringify(next), depth + 1);
      queue.push(next);
    }
  }
  return { states: depths.size, shortest };
}

describe("the known verdicts on the ideal platform, chain [2,1], 2 ips", () => {
  test("none", () => {
    expect(explore({ platform: ideal, policy: none, axes: noAxes })).toEqual({
      states: 2_874,
      shortest: { NoSpurious: 13, NoMasked: 8 },
    });
  });

  test("v5", () => {
    expect(explore({ platform: ideal, policy: v5, axes: noAxes })).toEqual({
      states: 4_168,
      shortest: { NoFalseSwallow: 13, NoStranded: 7, NoMasked: 7 },
    });
  });

  test("mainline", () => {
    expect(explore({ platform: ideal, policy: mainline, axes: noAxes })).toEqual({
      states: 4_408,
      shortest: { NoFalseSwallow: 14, NoMasked: 8 },
    });
  });
});
