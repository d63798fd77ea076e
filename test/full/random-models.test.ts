import { expect, test } from "vitest";
import { expectAgreement } from "../agree/random/random-agreement.js";

/** Four times fifty models, from seeds that stay, so that a failure does. */
const SEEDS = [1, 2, 3, 4];

test.each(SEEDS)(
  "TypeScript and TLC find the same graphs of 50 random models, seed %i",
  async (seed) => {
    const compared = await expectAgreement(seed, 50);
    expect(compared.models).toBe(50);
    expect(compared.states).toBeGreaterThan(50);
  },
);
