import { expect, test } from "vitest";
import type { Chain } from "../../spec/platforms.js";
import { policies } from "../../spec/policies/all.js";
import type { Policy } from "../../spec/policy.js";
import { explore } from "../../src/checkers/explore/breadth-first.js";
import { namedPlatform } from "../../src/machine/configuration/platform.js";
import { type NmiEvent, nmiModel } from "../../src/machine/model/nmi-model.js";
import { nmiProperties } from "../../src/machine/model/property-names.js";
import { runsOnContainingChains } from "../../src/machine/proof/containing-chains.js";

/** A longer chain, and which of its handlers each handler of [1,1] is. */
const longer: readonly { readonly chain: Chain; readonly handlers: readonly number[] }[] = [
  { chain: [2, 1], handlers: [0, 1] },
  { chain: [1, 3], handlers: [0, 1] },
  { chain: [1, 1, 2], handlers: [0, 1] },
  { chain: [2, 1, 1], handlers: [1, 2] },
  { chain: [1, 2, 1], handlers: [0, 2] },
];

/** Whether the run violates the property when its events happen on the longer chain. */
function violates(
  policy: Policy<unknown>,
  platform: ReturnType<typeof namedPlatform>,
  events: readonly NmiEvent[],
  property: string,
  handlers: readonly number[],
): boolean {
  const model = nmiModel({ policy, platform });
  let state = model.initial();
  const step = (event: NmiEvent): void => {
    const next = model.apply(event, state);
    if (next === null) throw new Error(`${event.name} cannot happen`);
    state = next;
  };
  /** The walk goes on over slots that the shorter chain does not have. */
  const pollExtra = (): void => {
    while (state.position.at === "polling") {
      const { handler, slot } = state.position;
      if (slot === 0 && handlers.includes(handler)) return;
      step({ name: "poll", parameters: {} });
    }
  };
  for (const event of events) {
    if (event.name === "raise") {
      const { handler, slot } = event.parameters;
      step({ name: "raise", parameters: { handler: handlers[handler] ?? -1, slot } });
    } else {
      step(event);
      if (event.name === "deliver" || event.name === "poll") pollExtra();
    }
  }
  return model.invariants.some(({ name, holds }) => name === property && !holds(state));
}

test("a violation on a chain is one on the chains that contain it", async () => {
  let played = 0;
  for (const [name, policy] of Object.entries(policies)) {
    expect(runsOnContainingChains(policy), name).toBe(true);
    for (const platformName of ["ideal", "sticky+shadow"] as const) {
      const model = nmiModel({ policy, platform: namedPlatform(platformName, [1, 1], 2) });
      const { answers } = await explore(model, { properties: nmiProperties });
      for (const [property, answer] of answers) {
        if (answer.answer !== "violated") continue;
        const events = answer.path.steps.map(({ event }) => event);
        for (const { chain, handlers } of longer) {
          const platform = namedPlatform(platformName, chain, 2);
          expect(
            violates(policy, platform, events, property, handlers),
            `${name} ${property}`,
          ).toBe(true);
          played++;
        }
      }
    }
  }
  expect(played).toBeGreaterThan(60);
});

test("of a policy that counts handlers nothing is said: on a longer chain it counts further", () => {
  const counting: Policy<number> = {
    initial: 0,
    enter: () => 0,
    proceed: (memory) => ({ memory: Math.min(memory + 1, 3), walk: memory < 1 ? "on" : "stop" }),
    finish: (memory) => ({ memory, unclaimed: "report" }),
  };
  expect(runsOnContainingChains(counting)).toBe(false);
});

test("of a policy that ends a walk with nothing claimed nothing is said", () => {
  const hasty: Policy<null> = {
    initial: null,
    enter: (memory) => memory,
    proceed: (memory) => ({ memory, walk: "stop" }),
    finish: (memory) => ({ memory, unclaimed: "report" }),
  };
  expect(runsOnContainingChains(hasty)).toBe(false);
});
