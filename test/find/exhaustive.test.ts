import { expect, test } from "vitest";
import type { Chain } from "../../spec/platforms.js";
import { policyNames } from "../../spec/policies/all.js";
import { namedPlatform, platformNames } from "../../src/machine/configuration/platform.js";
import { nmiProperties } from "../../src/machine/model/property-names.js";
import { slice, wholly } from "../slice.js";
import { expectEveryLength } from "./agreement.js";

const property = "NoFalseSwallow";

/** Under mainline on every platform; under v5 on ideal and on sticky. */
const falseSwallows: readonly (readonly [Chain, mainline: number, v5: number, sticky: number])[] = [
  [[1, 1], 53, 730, 784],
  [[2], 53, 53, 53],
  [[1], 0, 0, 0],
  [[2, 1], 267, 3_790, 4_245],
];

test.each(wholly(falseSwallows))(
  "every false swallow, of any length, with chain %j: %i under mainline, %i and %i under v5",
  async (chain, mainline, v5, v5OnSticky) => {
    for (const name of platformNames) {
      const platform = namedPlatform(name, chain);
      expect(await expectEveryLength({ policy: "mainline", platform, property })).toBe(mainline);
    }
    for (const [name, count] of [
      ["ideal", v5],
      ["sticky", v5OnSticky],
    ] as const) {
      const platform = namedPlatform(name, chain);
      expect(await expectEveryLength({ policy: "v5", platform, property })).toBe(count);
    }
  },
  300_000,
);

// With chain [2,1], and on the two other platforms, in the full run.
const small: readonly Chain[] = [[1], [1, 1], [2]];
const matrix = policyNames.flatMap((policy) => small.map((chain) => ({ policy, chain })));

test.each(slice(matrix.slice(-1), 9))(
  "and every run that violates something else: $policy, chain $chain",
  async ({ policy, chain }) => {
    for (const name of slice(["ideal", "sticky+shadow"] as const, 2)) {
      for (const other of nmiProperties.filter((one) => one !== property)) {
        const question = { policy, platform: namedPlatform(name, chain), property: other };
        await expectEveryLength(question);
      }
    }
  },
);
