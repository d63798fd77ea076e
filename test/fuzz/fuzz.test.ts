import { expect, test } from "vitest";
import { fuzz } from "./fuzz.js";
import { traceText } from "./trace-text.js";

/** A short slice of `npm run campaign:fuzz`. */
test("damaged certificates, pins, traces, protocol lines and TLC output are refused in words", async () => {
  const counts = fuzz(5000, 1, await traceText());
  expect(Object.keys(counts)).toHaveLength(5);
  for (const { inputs, refused } of Object.values(counts)) {
    expect(inputs).toBe(1000);
    expect(refused).toBeGreaterThan(500);
  }
});
