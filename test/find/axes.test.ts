import { expect, test } from "vitest";
import { readAxes } from "../../src/machine/configuration/named-axes.js";
import { namedPlatform } from "../../src/machine/configuration/platform.js";
import { expectEveryLength, scenariosOf } from "./agreement.js";

const ideal = (chain: readonly [number, ...number[]]) => namedPlatform("ideal", chain, 1);

test.each([
  [["nesting=yes"], "NoSpurious", [1]],
  [["reason-port=yes"], "NoMasked", [1]],
  [["reason-port=yes"], "NoForgottenSource", [1]],
  [["unknown-chain=greedy"], "NoHidden", [1]],
  [["lvtpc=late", "nesting=yes"], "NoMasked", [1]],
  [["panic=unknown"], "NoNeedlessPanic", [1]],
] as const)(
  "every run on a machine with %j that violates %s, counted plainly",
  async (texts, property, chain) => {
    const axes = readAxes(texts);
    await expectEveryLength({ policy: "mainline", platform: ideal(chain), axes, property });
  },
  120_000,
);

test("an axis brings scenarios, and their causes are told in terms of the kernel", async () => {
  const question = { policy: "mainline", platform: ideal([1]), property: "NoMasked" } as const;
  const core = await scenariosOf(question);
  const port = await scenariosOf({ ...question, axes: readAxes(["reason-port=yes"]) });
  expect(port.minimalRuns).toBeGreaterThan(core.minimalRuns);
  const facts = port.classes.flatMap((one) => one.facts);
  expect(facts).toContain("the reason port told of a system error");
});
