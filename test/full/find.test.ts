import { expect, test } from "vitest";
import type { Chain } from "../../spec/platforms.js";
import { policyNames } from "../../spec/policies/all.js";
import { namedPlatform, platformNames } from "../../src/configuration/platform.js";
import { nmiProperties } from "../../src/explore/nmi-model.js";
import { expectAgreement } from "../find/agreement.js";

/** So many events of the environment are tried, in every order. */
const bounds: readonly { readonly chain: Chain; readonly maxEvents: number }[] = [
  { chain: [1], maxEvents: 5 },
  { chain: [1, 1], maxEvents: 4 },
  { chain: [2], maxEvents: 4 },
  { chain: [2, 1], maxEvents: 3 },
];

test.each(
  policyNames.flatMap((policy) =>
    platformNames.flatMap((name) => bounds.map((bound) => ({ policy, name, ...bound }))),
  ),
)(
  "as many minimal runs as trying everything shows: $policy on $name, chain $chain",
  async ({ policy, name, chain, maxEvents }) => {
    for (const property of nmiProperties) {
      await expectAgreement({ policy, platform: namedPlatform(name, chain), property, maxEvents });
    }
  },
);

test.each(platformNames)("and with one event more, for v5's false swallows on %s", async (name) => {
  const question = { platform: namedPlatform(name), property: "NoFalseSwallow" } as const;
  expect(await expectAgreement({ ...question, policy: "v5", maxEvents: 4 })).toBeGreaterThan(1_000);
});
