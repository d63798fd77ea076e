import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type CheckDocument, checkDocumentSchema } from "../../src/check/document.js";
import { nmiLivenessProperties } from "../../src/explore/nmi-liveness.js";
import { nmicheck } from "../cli/nmicheck.js";
import { type Provisioned, provisioned } from "../tlc/provisioned.js";

let tlc: Provisioned;
let folder: string;
let env: Readonly<Record<string, string>>;
beforeAll(async () => {
  tlc = await provisioned();
  folder = await mkdtemp(join(tmpdir(), "nmicheck-live-"));
  env = { TLA2TOOLS_JAR: tlc.jar.path, XDG_CACHE_HOME: join(folder, "cache"), TMPDIR: folder };
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const asked = nmiLivenessProperties.flatMap((name) => ["--property", name]);

async function checked(...args: readonly string[]): Promise<CheckDocument> {
  const { exitCode, stdout, stderr } = await nmicheck(["check", ...asked, ...args, "--json"], env);
  // Not everything that was asked about holds.
  expect(exitCode, stderr).toBe(1);
  return checkDocumentSchema.parse(JSON.parse(stdout));
}

/** Holds, or states and where the cycle starts: the same on all platforms, as docs/liveness.md says. */
const KNOWN = {
  none: ["holds", [8, 7], "holds"],
  v5: [
    [7, 6],
    [7, 6],
    [14, 8],
  ],
  mainline: ["holds", [8, 7], [15, 9]],
} as const;

test("the verdicts of the explorer, on all platforms", async () => {
  const { results } = await checked("--checker", "explorer");
  expect(results).toHaveLength(36);
  const told = (policy: string, platform: string) =>
    results
      .filter((result) => result.policy === policy && result.platform.name === platform)
      .map(({ verdict, trace }) =>
        verdict === "violated" ? [trace?.length, trace?.loop] : verdict,
      );
  for (const platform of ["ideal", "sticky", "shadow", "sticky+shadow"]) {
    for (const [policy, verdicts] of Object.entries(KNOWN)) {
      expect(told(policy, platform)).toEqual(verdicts);
    }
  }
  const violated = results.filter(({ verdict }) => verdict === "violated");
  expect(violated.every(({ trace }) => trace?.replayedOn.includes("reference"))).toBe(true);
});

test("TLC certifies them, and its counterexamples can be shown", async () => {
  const { checker, results } = await checked(
    ...["--checker", "tlc", "--policy", "mainline", "--platform", "ideal", "--out", folder],
  );
  expect(checker).toMatchObject({ name: "tlc", jarVerified: true });
  expect(results.map(({ verdict, certified }) => [verdict, certified])).toEqual([
    ["holds", true],
    ["violated", true],
    ["violated", true],
  ]);
  expect(results.map(({ states, depth }) => [states.distinct, depth])).toEqual([
    [4408, 21],
    [4408, 21],
    [4408, 21],
  ]);
  const { exitCode, stdout } = await nmicheck(["trace", results[2]?.trace?.file ?? ""], env);
  expect(exitCode).toBe(0);
  expect(stdout).toContain("↻ the cycle starts here");
});

test("the properties of every state come first, and in one table with the others", async () => {
  const { stdout } = await nmicheck(
    [
      ...["check", "--checker", "explorer", "--policy", "v5", "--platform", "ideal"],
      ...["--property", "EveryEventHandled", "--property", "NoStranded"],
    ],
    env,
  );
  expect(stdout).toMatch(/NoStranded +EveryEventHandled/);
  expect(stdout).toMatch(/violated in 7 +violated in 7, stops/);
});
