import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type CheckDocument, checkDocumentSchema } from "../../src/analyses/check/document.js";
import { platformNames } from "../../src/machine/configuration/platform.js";
import { nmiLivenessProperties } from "../../src/machine/model/property-names.js";
import { nmicheck } from "../cli/nmicheck.js";
import { slice, whole } from "../slice.js";
import { type Provisioned, provisioned } from "../tlc/provisioned.js";
import { stubProgram } from "../tlc/stub-programs.js";

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

test("the verdicts of the explorer", async () => {
  const platforms = slice(platformNames, 3);
  const asked = platforms.flatMap((name) => ["--platform", name]);
  const { results } = await checked("--checker", "explorer", ...asked);
  expect(results).toHaveLength(9 * platforms.length);
  const told = (policy: string, platform: string) =>
    results
      .filter((result) => result.policy === policy && result.platform.name === platform)
      .map(({ verdict, trace }) =>
        verdict === "violated" ? [trace?.length, trace?.loop] : verdict,
      );
  for (const platform of platforms) {
    for (const [policy, verdicts] of Object.entries(KNOWN)) {
      expect(told(policy, platform)).toEqual(verdicts);
    }
  }
  const violated = results.filter(({ verdict }) => verdict === "violated");
  expect(violated.every(({ trace }) => trace?.replayedOn.includes("reference"))).toBe(true);
});

whole("TLC certifies them, and its counterexamples can be shown", async () => {
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

whole("TLC has one worker for each, however many were asked for", async () => {
  const home = join(folder, "java-told");
  const told = join(home, "told");
  const script = `case "$*" in *tlc2.TLC*) echo "$*" >> '${told}';; esac\nexec '${tlc.java.command}' "$@"`;
  await stubProgram(join(home, "bin"), "java", script);
  const { exitCode, stdout, stderr } = await nmicheck(
    [
      ...["check", "--checker", "tlc", "--policy", "none", "--platform", "ideal", "--json"],
      ...["--workers", "4", "--property", "EveryEventHandled", "--property", "NoStranded"],
    ],
    { ...env, JAVA_HOME: home },
  );
  expect(exitCode, stderr).toBe(0);
  const { results } = checkDocumentSchema.parse(JSON.parse(stdout));
  expect(results.map(({ property, workers }) => [property, workers])).toEqual([
    ["NoStranded", 4],
    ["EveryEventHandled", 1],
  ]);
  const lines = (await readFile(told, "utf8")).trim().split("\n");
  const workersOf = (line: string) => / -workers (\d+) /.exec(line)?.[1];
  const temporal = lines.filter((line) => line.includes("-lncheck final"));
  expect(temporal.map(workersOf)).toEqual(["1"]);
  expect(lines.filter((line) => !temporal.includes(line)).map(workersOf)).toEqual(["4"]);
});

describe("a TLC that cannot read its graph back", () => {
  const unread = [
    "@!@!@STARTMSG 2262:0 @!@!@",
    "TLC2 Version 2.18 of 20 March 2023 (rev: 34b7f6a)",
    "@!@!@ENDMSG 2262 @!@!@",
    "@!@!@STARTMSG 1000:1 @!@!@",
    "Read past end of file (increase with setLength)?",
    "@!@!@ENDMSG 1000 @!@!@",
  ].map((line) => `echo '${line}'`);
  const one = [
    ...["check", "--checker", "tlc", "--policy", "none", "--platform", "ideal", "--json"],
    ...["--property", "EveryEventHandled"],
  ];

  /** Runs with a Java that fails so while there is a file called `fails`, which `then` may remove. */
  async function answered(then: string): Promise<Awaited<ReturnType<typeof nmicheck>>> {
    const home = join(folder, `java${then === "" ? "" : "-once"}`);
    const fails = join(home, "fails");
    const script = [
      `case "$*" in *tlc2.TLC*) if [ -e '${fails}' ]; then ${then}`,
      ...unread,
      "exit 255; fi;; esac",
      `exec '${tlc.java.command}' "$@"`,
    ].join("\n");
    await stubProgram(join(home, "bin"), "java", script);
    await writeFile(fails, "");
    return nmicheck(one, { ...env, JAVA_HOME: home });
  }

  whole("is asked once more, since it has said nothing yet", async () => {
    const { exitCode, stdout, stderr } = await answered(
      `rm '${join(folder, "java-once", "fails")}'`,
    );
    expect(exitCode, stderr).toBe(0);
    const { results } = checkDocumentSchema.parse(JSON.parse(stdout));
    expect(results).toMatchObject([{ verdict: "holds", certified: true }]);
  });

  whole("and is told as what it is, if it cannot again", async () => {
    const { exitCode, stdout } = await answered("");
    expect(exitCode).toBe(3);
    const { results } = checkDocumentSchema.parse(JSON.parse(stdout));
    expect(results).toMatchObject([{ verdict: "failed", failure: { code: "tlc/disk-error" } }]);
  });
});

whole("the properties of every state come first, and in one table with the others", async () => {
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
