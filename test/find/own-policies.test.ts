import { expect, test } from "vitest";
import type { Chain } from "../../spec/platforms.js";
import { namedPlatform } from "../../src/machine/configuration/platform.js";
import { nmiProperties } from "../../src/machine/model/property-names.js";
import { wholly } from "../slice.js";
import { expectEveryLength, scenariosOf } from "./agreement.js";
import { type OwnPolicyName, ownPolicyNames } from "./own-policies.js";

const machines = [
  { name: "ideal", chain: [1] },
  { name: "sticky+shadow", chain: [1, 1] },
] as const;

test.each(
  wholly(ownPolicyNames.flatMap((policy) => machines.map((machine) => ({ policy, ...machine })))),
)(
  "every run of any length that going through every prefix shows: $policy on $name, chain $chain",
  async ({ policy, name, chain }) => {
    for (const property of nmiProperties) {
      await expectEveryLength({ policy, platform: namedPlatform(name, chain), property });
    }
  },
);

/** The causes of false swallows on the ideal platform, without their counts. */
async function causes(policy: OwnPolicyName, chain: Chain): Promise<readonly string[]> {
  const platform = namedPlatform("ideal", chain);
  const found = await scenariosOf({ policy, platform, property: "NoFalseSwallow" });
  return found.classes.map(({ facts }) => facts.join("; "));
}

test("a policy that one event arms was armed by one event", async () => {
  expect(await causes("one", [1, 1])).toEqual([
    "swallow_nmi was set by an NMI that claimed one event of its own; no other NMI was due",
    "swallow_nmi was set by an NMI that claimed one event, which came only after the NMI was taken; the NMI that was due folded with the unknown edge",
  ]);
});

test("a policy that begins armed was armed by no NMI", async () => {
  expect(await causes("eager", [1])).toEqual(["swallow_nmi was set, and no NMI had set it"]);
});

test("an NMI that was reported is not said to be swallowed, and no others are said to follow each other", async () => {
  const found = await causes("third", [1, 1]);
  expect(found).toContain("the policy swallowed it though no NMI had claimed anything");
  expect(found.join()).toContain("the NMI that was due had come and was reported");
  expect(found.join()).not.toMatch(/had come and was swallowed|rightly swallowed/);
});
