import { expect, test } from "vitest";
import { policyNames } from "../../spec/policies/all.js";
import { runCampaign } from "../../src/analyses/mutate/campaign.js";
import { scoreOf } from "../../src/analyses/mutate/document.js";
import { mutationsOf } from "../../src/analyses/mutate/mutants.js";
import { mutationKey } from "../../src/analyses/mutate/mutation.js";
import { readAxes } from "../../src/machine/configuration/named-axes.js";
import { platformNames } from "../../src/machine/configuration/platform.js";
import { everyStateProperty, nmiProperties } from "../../src/machine/model/nmi-model.js";
import { builtInModel, subjectsOf } from "../mutate/models.js";
import { sourceAgreement } from "../mutate/source-agreement.js";

test("no mutant of the built-in policies and the machine survives the scorecard's gates", async () => {
  const campaign = await runCampaign({
    subjects: subjectsOf(policyNames, platformNames),
    properties: nmiProperties,
  });
  expect(campaign.mutants.filter(({ fate }) => fate.fate === "survived")).toEqual([]);
  expect(campaign.mutants.length).toBeGreaterThan(200);
  expect(scoreOf(campaign).score).toBe(1);
});

test("nor on a machine whose NMIs nest", async () => {
  const campaign = await runCampaign({
    subjects: subjectsOf(["mainline"], ["ideal"], readAxes(["nesting=yes"])),
    properties: everyStateProperty,
  });
  expect(campaign.mutants.filter(({ fate }) => fate.fate === "survived")).toEqual([]);
  expect(campaign.mutants.length).toBeGreaterThan(350);
}, 1_800_000);

test("every mutant of the IR is what the changed source compiles to", async () => {
  const seen = new Set<string>();
  const agreements: string[] = [];
  for (const policy of policyNames) {
    for (const mutation of mutationsOf(builtInModel(policy))) {
      if (seen.has(mutationKey(mutation))) continue;
      seen.add(mutationKey(mutation));
      const agreement = await sourceAgreement(policy, mutation);
      expect(agreement).toBeTypeOf("string");
      agreements.push(String(agreement));
    }
  }
  // What TypeScript refuses cannot be compared: it must stay the exception.
  const compared = agreements.filter((agreement) => agreement === "agrees").length;
  expect(compared / agreements.length).toBeGreaterThan(0.8);
}, 1_800_000);
