import { expect, test } from "vitest";
import { at } from "../../spec/language.js";
import { policyNames } from "../../spec/policies/all.js";
import { namedPlatform, platformNames } from "../../src/machine/configuration/platform.js";
import { nmiProperties } from "../../src/machine/model/property-names.js";
import { expectAgreement, expectEveryLength } from "../find/agreement.js";
import { countedChains } from "../find/chains.js";
import { expectProven } from "../find/commuting.js";

/** So many events of the environment are tried in every order, by the number of slots. */
const mostEvents = [0, 5, 4, 3];

const matrix = policyNames.flatMap((policy) =>
  platformNames.flatMap((name) => countedChains.map((chain) => ({ policy, name, chain }))),
);

test.each(matrix)(
  "the minimal runs that trying everything shows: $policy on $name, chain $chain",
  async ({ policy, name, chain }) => {
    const slots = chain.reduce((sum, count) => sum + count, 0);
    const maxEvents = at(mostEvents, slots);
    for (const property of nmiProperties) {
      await expectAgreement({ policy, platform: namedPlatform(name, chain), property, maxEvents });
    }
  },
);

test.each(matrix)(
  "the minimal runs of any length: $policy on $name, chain $chain",
  async ({ policy, name, chain }) => {
    for (const property of nmiProperties) {
      await expectEveryLength({ policy, platform: namedPlatform(name, chain), property });
    }
  },
  // Minutes on a machine that does nothing else, for v5 with chain [2,1].
  1_800_000,
);

/** Those of up to five events in every order: on three of the platforms these are all. */
test.each([
  ["ideal", 3_790],
  ["sticky", 4_245],
  ["shadow", 3_790],
  ["sticky+shadow", 4_245],
] as const)("v5's false swallows on %s with chain [2,1]: %i", async (name, runs) => {
  const question = {
    policy: "v5",
    platform: namedPlatform(name),
    property: "NoFalseSwallow",
  } as const;
  expect(await expectAgreement({ ...question, maxEvents: 5 })).toBe(runs);
});

test.each(matrix)(
  "what is proven to commute commutes in every reachable state, and nothing else does: $policy on $name, chain $chain",
  async ({ policy, name, chain }) => {
    await expectProven(policy, namedPlatform(name, chain));
  },
);
