import { expect, test } from "vitest";
import type { Chain } from "../../spec/platforms.js";
import { policyNames } from "../../spec/policies/all.js";
import { namedPlatform, platformNames } from "../../src/configuration/platform.js";
import { nmiProperties } from "../../src/explore/nmi-model.js";
import { expectAgreement, expectEveryLength } from "../find/agreement.js";

/** So many events of the environment are tried, in every order. */
const bounds: readonly { readonly chain: Chain; readonly maxEvents: number }[] = [
  { chain: [1], maxEvents: 5 },
  { chain: [1, 1], maxEvents: 4 },
  { chain: [2], maxEvents: 4 },
  { chain: [2, 1], maxEvents: 3 },
];

const matrix = policyNames.flatMap((policy) =>
  platformNames.flatMap((name) => bounds.map((bound) => ({ policy, name, ...bound }))),
);

test.each(matrix)(
  "the minimal runs that trying everything shows: $policy on $name, chain $chain",
  async ({ policy, name, chain, maxEvents }) => {
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
);

/** Those of up to five events in every order, which on three platforms are all; then of any length. */
test.each([
  ["ideal", 3_790, 3_790],
  ["sticky", 4_245, 4_245],
  ["shadow", 3_790, 3_790],
  ["sticky+shadow", 4_245, 4_407],
] as const)("v5's false swallows on %s with chain [2,1]", async (name, short, all) => {
  const question = {
    policy: "v5",
    platform: namedPlatform(name),
    property: "NoFalseSwallow",
  } as const;
  expect(await expectAgreement({ ...question, maxEvents: 5 })).toBe(short);
  expect(await expectEveryLength(question)).toBe(all);
});
