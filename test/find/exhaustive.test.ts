import { expect, test } from "vitest";
import type { Chain } from "../../spec/platforms.js";
import { namedPlatform, platformNames } from "../../src/configuration/platform.js";
import { expectEveryLength } from "./agreement.js";

const property = "NoFalseSwallow";
const chains: readonly (readonly [chain: Chain, mainline: number, v5: number])[] = [
  [[1], 0, 0],
  [[1, 1], 53, 730],
  [[2], 53, 53],
  [[2, 1], 267, 3_790],
];

test.each(platformNames.flatMap((name) => chains.map((row) => [name, ...row] as const)))(
  "every false swallow of mainline's, of any length, on %s with chain %j: %i",
  async (name, chain, count) => {
    const platform = namedPlatform(name, chain);
    expect(await expectEveryLength({ policy: "mainline", platform, property })).toBe(count);
  },
);

// The other platforms are in the full run.
test.each(chains)(
  "and of v5's, with chain %j: %i, %i",
  async (chain, _, count) => {
    const platform = namedPlatform("ideal", chain);
    expect(await expectEveryLength({ policy: "v5", platform, property })).toBe(count);
  },
  300_000,
);
