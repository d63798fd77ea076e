import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { readAxes } from "../../src/machine/configuration/named-axes.js";
import type { NmiLivenessProperty } from "../../src/machine/model/property-names.js";
import { slice, whole, wholly } from "../slice.js";
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
  test.each(slice(KNOWN, 2))("%o, %s: %s", async (configuration, property, verdict) => {
    expect(await agreedLiveness(configuration, property)).toBe(verdict);
  });

  /** Machines on which the kernel panics, NMIs nest, two pend, or a source is never cleared. */
  const machines = [
    ["EveryEventHandled", "panic=unknown", "holds"],
    ["EveryEventHandled", "handler-quirk=no-ack", "violated"],
    ["EveryExternalReported", "latch-depth=2", "violated"],
    ["RepeatedExternalReported", "nesting=yes", "holds"],
    ["RepeatedExternalReported", "reason-port=known", "holds"],
    ["RepeatedExternalReported", "reason-port=greedy", "violated"],
  ] as const;
  test.each(slice(machines, 3))("%s with %s: %s", async (property, axis, verdict) => {
    const configuration = { ...small, policy: "mainline", chain: [1] } as const;
    expect(await agreedLiveness(configuration, property, readAxes([axis]))).toBe(verdict);
  });

  /** Two CPUs: each is scheduled fairly, and one that waits for a lock gets it in turn. */
  const boards = [
    ["EveryEventHandled", [], [1], "holds"],
    ["EveryExternalReported", ["nmi-routing=all"], [1], "violated"],
    ["RepeatedExternalReported", ["serr-routing=all", "reason-lock=held"], [1], "holds"],
    ["RepeatedExternalReported", ["shared-source=boot", "shared-lock=skip"], [1, 1], "violated"],
  ] as const;
  test.each(wholly(boards))(
    "%s on two CPUs with %o, chain %o: %s",
    async (property, axes, chain, verdict) => {
      const configuration = { ...small, policy: "mainline", chain } as const;
      const machine = readAxes(["cpus=2", ...axes]);
      expect(await agreedLiveness(configuration, property, machine)).toBe(verdict);
    },
  );

  whole(
    "in random models",
    async () => {
      await fc.assert(agreedRandomLiveness(), { numRuns: 4, seed: 20, endOnFailure: true });
    },
    120_000,
  );
});
