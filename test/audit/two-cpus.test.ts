import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { z } from "zod";
import { policies } from "../../spec/policies/all.js";
import { audit } from "../../src/analyses/audit/audit.js";
import { packageRoot } from "../../src/base/package/root.js";

/** What was raised, in its order: a backtrace of a CPU, or a press of the NMI button. */
const truthSchema = z.object({
  raised: z.array(z.union([z.literal("button"), z.number()])),
});

const folder = join(packageRoot, "test", "audit", "logs", "two-cpus");

/** Logs that the recording script wrote in a booted kernel: `scripts/capture-two-cpus.js`. */
test.each(["6.1", "6.12"])(
  "Linux %s on two CPUs, recorded by the script: every button is found, and no backtrace is one",
  async (version) => {
    const truth = truthSchema.parse(
      JSON.parse(readFileSync(join(folder, `${version}.truth.json`), "utf8")),
    );
    const { counts, cpus, losses, unclaimed, unexplained } = await audit({
      files: [join(folder, `${version}.log`)],
      machine: {
        policy: { name: "mainline", policy: policies.mainline },
        platform: "ideal",
        axes: undefined,
      },
      // The button comes to the boot CPU alone (`apic_extnmi=bsp`).
      unknownTo: "boot",
      unknownHandlers: [],
      most: 1000,
      shows: true,
    });
    expect(cpus).toEqual([0, 1]);
    expect([...losses.keys()]).toEqual([]);
    expect(unexplained).toEqual([]);
    const buttons = truth.raised.filter((one) => one === "button").length;
    expect(counts.unclaimed).toBe(buttons);
    expect(counts.claimed).toBe(truth.raised.length - buttons);
    expect(unclaimed.map(({ cpu }) => cpu)).toEqual(Array(buttons).fill(0));
    for (const { endings, edge } of unclaimed) {
      expect(endings).toContain("reported");
      expect(edge).not.toBe("surely not");
    }
    expect(counts.surely).toBeGreaterThan(0);
  },
);
