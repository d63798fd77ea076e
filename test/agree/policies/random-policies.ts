import fc from "fast-check";
import { randomPolicy } from "./random-policy.js";

const decisions = fc.noBias(
  fc.array(fc.nat({ max: 9_999 }), { minLength: 400, maxLength: 800, size: "max" }),
);

/** As many sources of policies as `count` says, the same for the same seed. */
export function randomPolicies(seed: number, count: number): readonly string[] {
  return fc.sample(decisions, { seed, numRuns: count }).map(randomPolicy);
}
