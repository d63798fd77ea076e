import { expect, test } from "vitest";
import { soundness } from "./soundness.js";

/**
 * Logs in which something is sure, one whose first NMI is swallowed with nothing known before, and
 * four that lost calls of the first handler, or begin within an NMI.
 */
const slice = [
  ...[15, 16, 32, 33, 47, 54].map((log) => 201_100_000 + log),
  ...[100_036, 100_814, 100_854, 201_107_106],
];

/** `npm run campaign:audit` takes 10,000 others. */
const LOGS = Number(process.env.AUDIT_LOGS ?? 0);
const FIRST = Number(process.env.RANDOM_SEED ?? 2011) * 100_000;
const seeds = LOGS === 0 ? slice : Array.from({ length: LOGS }, (_, index) => FIRST + index);

test(`${seeds.length} random logs never say surely what is not so`, { timeout: 3_600_000 }, () => {
  const found = soundness(seeds);
  if (LOGS > 0) console.log({ ...found, wrong: found.wrong.length });
  expect(found.wrong).toEqual([]);
  expect(found.logs).toBe(seeds.length);
  // Sure of something, and not of everything.
  expect(found.surely).toBeGreaterThan(seeds.length / 10);
  expect(found.cannotTell).toBeGreaterThan(seeds.length / 2);
  expect(found.oneEnding).toBeGreaterThan(seeds.length / 2);
});
