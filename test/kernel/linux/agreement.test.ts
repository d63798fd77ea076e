import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Platform } from "../../../spec/platforms.js";
import { policyNames } from "../../../spec/policies/all.js";
import { buildLinuxEngine } from "../../../src/engines/linux/build.js";
import { provisionTree } from "../../../src/engines/linux/provision.js";
import { kernels } from "../kernels.js";
import { runRequests } from "./batch.js";
import { walkModel } from "./model-walk.js";

const chains = [[1], [1, 1], [2], [2, 1], [1, 2, 1], [3, 2, 1]] as const;

const platforms: fc.Arbitrary<Platform> = fc.record({
  chain: fc.constantFrom(...chains),
  rips: fc.constantFrom(1, 2, 3),
  sticky: fc.boolean(),
  shadow: fc.boolean(),
});

/** Several behaviours, each on a platform of its own: they run on one process, one after another. */
const behaviours = fc.array(
  fc.record({
    policy: fc.constantFrom(...policyNames),
    platform: platforms,
    numbers: fc.array(fc.nat(), { minLength: 1, maxLength: 300, size: "max" }),
  }),
  { minLength: 1, maxLength: 20, size: "max" },
);

describe.each(kernels)("nmi.c of Linux %s and the typed model agree on every NMI", (name) => {
  test.each([
    ["none", 150],
    ["sanitizers", 20],
  ] as const)("instrumented with %s", async (instrument, numRuns) => {
    const { command } = await buildLinuxEngine(await provisionTree(name), { instrument });
    let nmis = 0;
    await fc.assert(
      fc.asyncProperty(behaviours, async (chosen) => {
        const expected = chosen.flatMap(({ policy, platform, numbers }) => [
          { request: { op: "setup", policy, ...platform, cpus: 1 }, reply: { ok: true } },
          ...walkModel(policy, platform, numbers),
        ]);
        const run = await runRequests(
          command,
          expected.map(({ request }) => request),
        );
        expect(run.stderr).toBe("");
        expect(run.exitCode).toBe(0);
        expect(run.replies).toEqual(
          expected.map(({ reply }, index) => ({ id: index + 1, ...reply })),
        );
        nmis += expected.filter(({ request }) => request.op === "nmi").length;
      }),
      { numRuns },
    );
    expect(nmis).toBeGreaterThan(numRuns * 20);
  });
});
