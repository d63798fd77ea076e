import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { z } from "zod";
import { policyNames } from "../../spec/policies/all.js";
import { check } from "../../src/api/check.js";
import { platformNames } from "../../src/machine/configuration/platform.js";
import { nmiProperties } from "../../src/machine/model/property-names.js";
import { nmicheck } from "../cli/nmicheck.js";
import { gateVerdicts } from "../gate/gate-verdicts.js";
import { provisioned } from "../tlc/provisioned.js";

const chain = [2] as const;
const rips = 1;
const checkers = ["explorer", "tlc"] as const;

let folder: string;
let tlcJar: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "nmicheck-rooms-"));
  tlcJar = (await provisioned()).jar.path;
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** What both must say alike: TLC stops at a violation, and has no count of its own then. */
function told(what: readonly string[], verdict: string, length: unknown, states: unknown) {
  return [...what, verdict, verdict === "violated" ? length : states];
}

test("the library says by TLC what it says by the explorer", async () => {
  const [ours, theirs] = await Promise.all(
    checkers.map(async (checker) =>
      (await check({ chain, rips, checker, tlcJar })).map((result) =>
        told(
          [result.policy, result.platform.name, result.property],
          result.verdict,
          result.verdict === "violated" ? result.length : null,
          result.measured.states,
        ),
      ),
    ),
  );
  expect(ours).toHaveLength(policyNames.length * platformNames.length * nmiProperties.length);
  expect(theirs).toEqual(ours);
});

const reportedSchema = z.object({
  verdicts: z.array(
    z.object({
      policy: z.string(),
      platform: z.object({ name: z.string() }),
      property: z.string(),
      verdict: z.string(),
      counterexample: z.string().optional(),
      states: z.object({ distinct: z.number(), generated: z.number() }),
    }),
  ),
  traces: z.array(z.object({ id: z.string(), events: z.array(z.unknown()) })),
});

test("a report says by TLC what it says by the explorer", async () => {
  const [ours, theirs] = await Promise.all(
    checkers.map(async (checker) => {
      const args = [
        "--no-find",
        "--no-limits",
        "--no-atlas",
        "--chain",
        chain.join(),
        "--ips",
        "1",
      ];
      const { stdout } = await nmicheck(["report", "--json", "--checker", checker, ...args], {
        TLA2TOOLS_JAR: tlcJar,
        XDG_CACHE_HOME: folder,
        HOME: folder,
      });
      const { verdicts, traces } = reportedSchema.parse(JSON.parse(stdout));
      expect(new Set(traces.map(({ id }) => id)).size).toBe(traces.length);
      const length = new Map(traces.map(({ id, events }) => [id, events.length]));
      return verdicts.map(({ policy, platform, property, verdict, counterexample, states }) =>
        told([policy, platform.name, property], verdict, length.get(counterexample ?? ""), states),
      );
    }),
  );
  expect(ours).toHaveLength(policyNames.length * platformNames.length * nmiProperties.length);
  expect(theirs).toEqual(ours);
});

test("gates of several policies and platforms say by TLC what they say by the explorer", async () => {
  const matrix = {
    policies: [...policyNames, "mainline"],
    platforms: platformNames,
    properties: nmiProperties,
    chain,
    rips,
  } as const;
  const ours = await gateVerdicts(matrix, { checker: "explorer" });
  expect(ours).toHaveLength((policyNames.length + 1) * platformNames.length * nmiProperties.length);
  expect(await gateVerdicts(matrix, { checker: "tlc", tlcJar })).toEqual(ours);
});
