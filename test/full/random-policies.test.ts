import { expect, test } from "vitest";
import { comparePolicies } from "../agree/policies/policy-agreement.js";
import { randomPolicies } from "../agree/policies/random-policies.js";

/** How many policies are drawn: `npm run campaign:policies` draws 2,000. */
const COUNT = Number(process.env.RANDOM_POLICIES ?? 100);

/** Another seed draws others: `POLICY_SEED=7`. */
const SEED = Number(process.env.POLICY_SEED ?? 2011);

/** So many are drawn at a time, so that a long campaign tells how far it has come. */
const SLICE = 50;

test(`TypeScript, the explorer and TLC answer alike about ${COUNT} random policies`, async () => {
  const total = { agreed: 0, failing: 0, refused: 0, states: 0 };
  const differences: string[] = [];
  for (let slice = 0; slice * SLICE < COUNT; slice++) {
    const count = Math.min(SLICE, COUNT - slice * SLICE);
    const compared = await comparePolicies(randomPolicies(SEED + slice, count));
    total.agreed += compared.agreed;
    total.failing += compared.failing;
    total.refused += compared.refused;
    total.states += compared.states;
    differences.push(...compared.differences);
    console.log(
      `${total.agreed} agree, of which ${total.failing} fail, with ${total.states} states; ${total.refused} are refused, ${differences.length} differ`,
    );
    for (const difference of compared.differences) console.log(difference);
  }
  expect(differences).toEqual([]);
  expect(total.agreed + total.refused).toBe(COUNT);
  expect(total.failing).toBeGreaterThan(COUNT / 20);
  expect(total.refused).toBeLessThan(COUNT / 5);
}, 36_000_000);
