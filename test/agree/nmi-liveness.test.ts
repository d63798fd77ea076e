import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { NmiLivenessProperty } from "../../src/explore/nmi-liveness.js";
import type { NmiConfiguration } from "./nmi-configurations.js";
import { agreedLiveness } from "./nmi-liveness.js";
import { agreedRandomLiveness } from "./random-liveness.js";

const small = { chain: [1, 1], rips: 1, sticky: false, shadow: false } as const;

/** What is known of the smallest chain with two handlers; `test/full` has the whole matrix. */
const KNOWN: readonly (readonly [NmiConfiguration, NmiLivenessProperty, "holds" | "violated"])[] = [
  [{ policy: "none", ...small }, "RepeatedExternalReported", "holds"],
  [{ policy: "v5", ...small }, "EveryEventHandled", "violated"],
  [{ policy: "v5", ...small, sticky: true, shadow: true }, "EveryExternalReported", "violated"],
  [{ policy: "mainline", ...small }, "EveryEventHandled", "holds"],
  [{ policy: "mainline", ...small, shadow: true }, "RepeatedExternalReported", "violated"],
];

describe("the explorer and TLC agree on what happens in the end", () => {
  test.each(KNOWN)("%o, %s: %s", async (configuration, property, verdict) => {
    expect(await agreedLiveness(configuration, property)).toBe(verdict);
  });

  test("in random models", async () => {
    await fc.assert(agreedRandomLiveness(), { numRuns: 4, seed: 20, endOnFailure: true });
  }, 120_000);
});
