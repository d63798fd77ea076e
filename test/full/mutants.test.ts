import { expect, test } from "vitest";
import { policyNames } from "../../spec/policies/all.js";
import { runCampaign } from "../../src/analyses/mutate/campaign.js";
import { scoreOf } from "../../src/analyses/mutate/document.js";
import { mutationsOf } from "../../src/analyses/mutate/mutants.js";
import { mutationKey } from "../../src/analyses/mutate/mutation.js";
import { readAxes } from "../../src/machine/configuration/named-axes.js";
import { namedPlatform, platformNames } from "../../src/machine/configuration/platform.js";
import { everyStateProperty, nmiProperties } from "../../src/machine/model/property-names.js";
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

test("on such a machine what the core does not have is changed too", async () => {
  const subjects = subjectsOf(["mainline"], ["ideal"], readAxes(["nesting=yes"]));
  const campaign = await runCampaign({
    subjects: subjects.map((one) => ({ ...one, platform: namedPlatform("ideal", [1], 1) })),
    properties: nmiProperties,
    files: ["kernel.ts"],
  });
  const { killed, equivalent, survived } = scoreOf(campaign);
  const { elsewhere, left } = campaign;
  expect({ killed, equivalent, survived, elsewhere, left }).toEqual({
    killed: 123,
    equivalent: 21,
    survived: 0,
    elsewhere: 159,
    left: 0,
  });
  const ofNesting = campaign.mutants.filter(({ mutation }) => mutation.before === "!state.nested");
  expect(ofNesting.map(({ fate }) => fate.fate)).toContain("killed");
});

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
