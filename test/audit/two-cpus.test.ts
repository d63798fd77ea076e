import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { z } from "zod";
import { policies } from "../../spec/policies/all.js";
import { audit } from "../../src/analyses/audit/audit.js";
import { packageRoot } from "../../src/base/package/root.js";
import { readAxes } from "../../src/machine/configuration/named-axes.js";
import { HEAD, idle, nmi } from "./log-lines.js";
import { auditText } from "./soundness.js";

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

/** What happened on the CPUs, in its order: a press of the button, or a behaviour that the module played. */
const swallowSchema = z.object({
  own: z.number(),
  happened: z.array(
    z.union([
      z.object({ cpu: z.literal(0), button: z.literal(true) }),
      z.object({
        cpu: z.literal(1),
        nmis: z.array(
          z.object({ unknown: z.boolean(), outcome: z.string().nullable(), handled: z.number() }),
        ),
        pending: z.null(),
      }),
    ]),
  ),
});

/** The module calls `local_touch_nmi` before each behaviour: machines that do so, and those that do not. */
const machines = [undefined, readAxes(["touch=yes"])];

test.each(["6.1", "6.12"].flatMap((version) => machines.map((axes) => [version, axes] as const)))(
  "Linux %s on two CPUs, one of which swallows NMIs: what is sure is what was raised",
  async (version, axes) => {
    const name = `swallow-${version}`;
    const { own, happened } = swallowSchema.parse(
      JSON.parse(readFileSync(join(folder, `${name}.truth.json`), "utf8")),
    );
    const { counts, losses, unclaimed, unexplained } = await audit({
      files: [join(folder, `${name}.log`)],
      machine: { policy: { name: "mainline", policy: policies.mainline }, platform: "ideal", axes },
      unknownTo: "all",
      unknownHandlers: ["observe", "claim_0", "claim_1"],
      most: 1000,
      shows: false,
    });
    expect([...losses.keys()]).toEqual([]);
    expect(unexplained).toEqual([]);
    const nmis = happened.flatMap((one) => ("nmis" in one ? one.nmis : []));
    const buttons = happened.filter((one) => "button" in one).length;
    const backtraces = 2;
    expect(counts.nmis).toBe(backtraces + own + nmis.length + buttons);
    const on = (cpu: number) => unclaimed.filter((one) => one.cpu === cpu);
    expect(on(0).map(({ endings }) => endings)).toEqual(Array(buttons).fill(["reported"]));
    expect(on(0).map(({ edge }) => edge)).not.toContain("surely not");
    const nobodys = nmis.filter(({ handled }) => handled === 0);
    expect(on(1)).toHaveLength(nobodys.length);
    for (const [index, { endings, edge, mayBeLost }] of on(1).entries()) {
      const { unknown, outcome } = nobodys[index] ?? { unknown: false, outcome: null };
      const isSwallowed = outcome === "swallowed" || outcome === "falseSwallow";
      expect(endings).toContain(isSwallowed ? "swallowed" : "reported");
      if (edge !== "cannot be told") expect(edge === "surely").toBe(unknown);
      if (outcome === "falseSwallow") expect(mayBeLost).toBe(true);
    }
    expect(nobodys.filter(({ unknown }) => !unknown)).not.toHaveLength(0);
    // Where the kernel may have forgotten the address, the last NMI of the log may have been reported.
    expect(counts.swallowed + counts.unknownWhich).toBe(nobodys.length);
    if (axes === undefined) expect(counts.unknownWhich).toBe(0);
    expect(counts.surely).toBeGreaterThan(0);
  },
);

test("an NMI that is over when a handler is registered is whole without it", () => {
  const on = (cpu: number, lines: readonly string[]) =>
    lines.map((line) => line.replace("[000]", `[00${cpu}]`));
  const [call = "", stack = "", ...frames] = nmi(1, idle, 1, 0);
  const log = [
    ...HEAD,
    // Handler a alone; b is called for the first time on the other CPU, before the next one here.
    ...[call, stack, ...frames.slice(0, 2)],
    ...on(1, nmi(2, idle, 0, 1)),
    ...nmi(3, idle, 0, 1),
  ];
  const machine = {
    policy: { name: "mainline", policy: policies.mainline },
    platform: "ideal",
    axes: undefined,
  } as const;
  const { counts, losses } = auditText(`${log.join("\n")}\n`, { machine, unknownHandlers: [] });
  expect([...losses.keys()]).toEqual([]);
  expect(counts.nmis).toBe(3);
});
