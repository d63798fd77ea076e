import { expect, test } from "vitest";
import { expectAgreement } from "../agree/random/random-agreement.js";

/** Sixty models each, from seeds that stay, so that a failure does; 14, 16 and 25 once had one. */
const SEEDS = [1, 2, 3, 4, 14, 16, 25];

test.each(SEEDS)(
  "TypeScript and TLC find the same graphs of 60 random models, seed %i",
  async (seed) => {
    const compared = await expectAgreement(seed, 60);
    expect(compared.models).toBe(60);
    expect(compared.states).toBeGreaterThan(50);
  },
);
