import { expect, test } from "vitest";
import type { Platform } from "../../spec/platforms.js";
import { namedPlatform, platformNames } from "../../src/machine/configuration/platform.js";
import { slice, wholly } from "../slice.js";
import { expectAgreement } from "./agreement.js";

const chains: readonly { readonly chain: Platform["chain"] }[] = [
  { chain: [1] },
  { chain: [1, 1] },
  { chain: [2] },
];

test.each(
  slice(
    platformNames.flatMap((name) => chains.map(({ chain }) => ({ name, chain }))),
    3,
  ),
)(
  "mainline's false swallows are as many as trying everything shows: $name, chain $chain",
  async ({ name, chain }) => {
    const platform = namedPlatform(name, chain);
    await expectAgreement({
      policy: "mainline",
      platform,
      property: "NoFalseSwallow",
      maxEvents: 4,
    });
  },
);

test.each(wholly(platformNames))("and on %s with chain [2,1]", async (name) => {
  const question = { platform: namedPlatform(name), property: "NoFalseSwallow" } as const;
  expect(await expectAgreement({ ...question, policy: "mainline", maxEvents: 4 })).toBe(267);
  expect(await expectAgreement({ ...question, policy: "v5", maxEvents: 3 })).toBe(38);
});

const others = [
  ["NoSpurious", 9],
  ["NoMasked", 12],
  ["NoStranded", 4],
] as const;
test.each(wholly(others))("and those of v5 on sticky+shadow without %s", async (property, runs) => {
  const platform = namedPlatform("sticky+shadow");
  expect(await expectAgreement({ policy: "v5", platform, property, maxEvents: 3 })).toBe(runs);
});
