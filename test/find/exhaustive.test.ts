import { expect, test } from "vitest";
import type { Chain } from "../../spec/platforms.js";
import { policyNames } from "../../spec/policies/all.js";
import { namedPlatform, platformNames } from "../../src/configuration/platform.js";
import { nmiProperties } from "../../src/explore/nmi-model.js";
import { expectEveryLength } from "./agreement.js";

const property = "NoFalseSwallow";

/** How many there are on ideal, sticky, shadow and sticky+shadow, in this order. */
const falseSwallows: readonly (readonly [Chain, mainline: string, v5: string])[] = [
  [[1], "0 0 0 0", "0 0 0 0"],
  [[1, 1], "53 53 53 53", "730 784 730 784"],
  [[2], "53 53 53 53", "53 53 53 53"],
  [[2, 1], "267 267 267 267", "3790 4245 3790 4407"],
];

test.each(falseSwallows)(
  "every false swallow, of any length, with chain %j: %s under mainline, %s under v5",
  async (chain, mainline, v5) => {
    for (const [policy, counts] of [
      ["none", "0 0 0 0"],
      ["mainline", mainline],
      ["v5", v5],
    ] as const) {
      const found: number[] = [];
      for (const name of platformNames) {
        const platform = namedPlatform(name, chain);
        found.push(await expectEveryLength({ policy, platform, property }));
      }
      expect([policy, found.join(" ")]).toEqual([policy, counts]);
    }
  },
  300_000,
);

// With chain [2,1] as well in the full run.
const small: readonly Chain[] = [[1], [1, 1], [2]];
const matrix = policyNames.flatMap((policy) => small.map((chain) => ({ policy, chain })));

test.each(matrix)(
  "and every run that violates something else: $policy, chain $chain",
  async ({ policy, chain }) => {
    for (const name of platformNames) {
      for (const other of nmiProperties.filter((one) => one !== property)) {
        const question = { policy, platform: namedPlatform(name, chain), property: other };
        await expectEveryLength(question);
      }
    }
  },
);
