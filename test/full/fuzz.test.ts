import { expect, test } from "vitest";
import { fuzz } from "../fuzz/fuzz.js";
import { traceText } from "../fuzz/trace-text.js";

/** `npm run campaign:fuzz`; another seed by NMICHECK_SEED. */
test("100,000 damaged inputs are read, or refused in words", async () => {
  const seed = Number(process.env.NMICHECK_SEED ?? 2026);
  const counts = fuzz(100_000, seed, await traceText());
  console.log(JSON.stringify({ seed, counts }));
  expect(Object.values(counts).reduce((sum, { inputs }) => sum + inputs, 0)).toBe(100_000);
}, 900_000);
