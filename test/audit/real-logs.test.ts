import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { z } from "zod";
import { policies } from "../../spec/policies/all.js";
import { audit } from "../../src/analyses/audit/audit.js";
import { packageRoot } from "../../src/base/package/root.js";
import { type NamedAxes, readAxes } from "../../src/machine/configuration/named-axes.js";
import { namedPlatform } from "../../src/machine/configuration/platform.js";
import { scenariosOf } from "../find/agreement.js";
import { slice, whole } from "../slice.js";

const folder = join(packageRoot, "test", "audit", "logs");

/** What was really raised: `scripts/capture-audit-logs.js` wrote it beside each log. */
const truthSchema = z.object({
  axes: z.record(z.string(), z.string()).optional(),
  /** NMIs before the trace: the module asks with them whether edges fold. */
  own: z.number(),
  /** An NMI that comes after the end of the trace: the log has it, the trace not. */
  pending: z.object({ unknown: z.boolean() }).nullable(),
  nmis: z.array(
    z.object({ unknown: z.boolean(), outcome: z.string().nullable(), handled: z.number() }),
  ),
});

const versions = ["6.1", "6.12"];

describe.each(versions)("logs of Linux %s, booted under QEMU", (version) => {
  const names = readdirSync(join(folder, version))
    .filter((name) => name.endsWith(".log"))
    .map((name) => name.slice(0, -".log".length))
    .sort();

  test.each(slice(names, 4))("%s: the answers are what was really raised", async (name) => {
    const file = join(folder, version, `${name}.log`);
    const truth = truthSchema.parse(
      JSON.parse(readFileSync(join(folder, version, `${name}.truth.json`), "utf8")),
    );
    const axes = Object.entries(truth.axes ?? {}).map(([axis, value]) => `${axis}=${value}`);
    const { counts, unclaimed, unexplained, losses } = await audit({
      files: [file],
      machine: {
        policy: { name: "mainline", policy: policies.mainline },
        platform: "ideal",
        axes: axes.length === 0 ? undefined : readAxes(axes),
      },
      unknownTo: "all",
      unknownHandlers: ["observe", "claim_0", "claim_1"],
      most: 1000,
      shows: true,
    });
    expect(unexplained).toEqual([]);
    expect([...losses.keys()]).toEqual([]);
    const known = truth.own + truth.nmis.length;
    expect(counts.nmis).toBe(known + (truth.pending === null ? 0 : 1));
    const nobodys = truth.nmis.flatMap((nmi, index) =>
      nmi.handled === 0 ? [{ ...nmi, number: truth.own + index + 1 }] : [],
    );
    const last = unclaimed.find(({ number }) => number > known);
    if (last !== undefined && last.edge !== "cannot be told") {
      expect(last.edge === "surely").toBe(truth.pending?.unknown);
    }
    const judged = unclaimed.filter((one) => one !== last);
    expect(judged.map(({ number }) => number)).toEqual(nobodys.map(({ number }) => number));
    for (const [index, { endings, edge, mayBeLost }] of judged.entries()) {
      const { outcome, unknown } = nobodys[index] ?? { outcome: null, unknown: false };
      const swallowed = outcome === "swallowed" || outcome === "falseSwallow";
      expect(endings).toEqual([swallowed ? "swallowed" : "reported"]);
      if (edge !== "cannot be told") expect(edge === "surely").toBe(unknown);
      if (outcome === "falseSwallow") expect(mayBeLost).toBe(true);
    }
  });
});

/** As many as `find` has causes, and two behaviours of `limits` that no observer tells apart. */
const raised = { "false-swallow": 3, masked: 2, nesting: 9, pair: 2 } as const;

whole("find has as many causes as were raised", async () => {
  const causes = async (property: "NoFalseSwallow" | "NoMasked", axes?: NamedAxes) => {
    const platform = namedPlatform("ideal", axes === undefined ? [2, 1] : [1, 1], 2);
    const asked = { policy: "mainline" as const, platform, property, ...(axes && { axes }) };
    return (await scenariosOf(asked)).classes.length;
  };
  expect(await causes("NoFalseSwallow")).toBe(raised["false-swallow"]);
  expect(await causes("NoMasked")).toBe(raised.masked);
  expect(await causes("NoFalseSwallow", readAxes(["nesting=yes"]))).toBe(raised.nesting);
});

test.each(versions)(
  "on Linux %s every cause of a false swallow was raised, its controls too",
  (version) => {
    const names = readdirSync(join(folder, version)).filter((name) => name.endsWith(".log"));
    expect(names.sort()).toEqual(
      Object.entries(raised).flatMap(([kind, count]) =>
        Array.from({ length: count }, (_, index) => `${kind}-${index + 1}.log`),
      ),
    );
  },
);
