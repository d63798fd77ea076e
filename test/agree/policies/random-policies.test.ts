import { expect, test } from "vitest";
import { comparePolicies } from "./policy-agreement.js";
import { randomPolicies } from "./random-policies.js";

/** Any seed will do; a fixed one makes a failure one that stays. */
const SEED = 5;

test("TypeScript, the explorer and TLC answer alike about random policies, failing ones too", async () => {
  const compared = await comparePolicies(randomPolicies(SEED, 12));
  expect(compared.differences).toEqual([]);
  expect(compared.agreed).toBeGreaterThan(8);
  expect(compared.failing).toBeGreaterThan(0);
  expect(compared.states).toBeGreaterThan(100);
}, 120_000);
