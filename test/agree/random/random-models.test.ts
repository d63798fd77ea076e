import { expect, test } from "vitest";
import { expectAgreement } from "./random-agreement.js";

/** Any seed will do; a fixed one makes a failure one that stays. */
const SEED = 20110921;

test("TypeScript and TLC find the same graphs of random models", async () => {
  const compared = await expectAgreement(SEED, 4);
  expect(compared.models).toBe(4);
  expect(compared.states).toBeGreaterThan(10);
});
