import { mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { checkDocumentSchema } from "../../src/analyses/check/document.js";
import { recordedVerdicts } from "../../src/analyses/check/recorded.js";
import { platformNames } from "../../src/machine/configuration/platform.js";
import { nmicheck, nmicheckOnFullDisk } from "../cli/nmicheck.js";
import { slice, whole, wholly } from "../slice.js";
import { type Provisioned, provisioned } from "../tlc/provisioned.js";

let tlc: Provisioned;
let folder: string;
let env: Readonly<Record<string, string>>;
beforeAll(async () => {
  tlc = await provisioned();
  folder = await mkdtemp(join(tmpdir(), "nmicheck-certified-"));
  env = {
    TLA2TOOLS_JAR: tlc.jar.path,
    XDG_CACHE_HOME: join(folder, "cache"),
    TMPDIR: join(folder),
    HOME: folder,
  };
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** All 48 verdicts take TLC a minute of a core. */
const platforms = slice(platformNames, 4);

test("TLC certifies the verdicts as they are recorded, with the shortest counterexamples", async () => {
  const asked = platforms.flatMap((name) => ["--platform", name]);
  const { exitCode, stdout } = await nmicheck(
    ["check", "--checker", "tlc", "--json", ...asked],
    env,
  );
  const document = checkDocumentSchema.parse(JSON.parse(stdout));
  expect(document.checker).toMatchObject({
    name: "tlc",
    jarVerified: true,
    jarSha256: tlc.jar.sha256,
  });
  expect(document.results).toHaveLength(12 * platforms.length);
  const told = document.results.map(({ policy, platform, property, verdict, trace }) => [
    policy,
    platform.name,
    property,
    verdict === "violated" ? trace?.length : verdict,
  ]);
  const recorded = Object.entries(recordedVerdicts).flatMap(([policy, rows]) =>
    platforms.flatMap((platform) =>
      Object.entries(rows[platform]).map(([property, verdict]) => [
        policy,
        platform,
        property,
        verdict,
      ]),
    ),
  );
  expect(told).toEqual(recorded);
  for (const result of document.results) {
    expect(result.certified).toBe(true);
    if (result.verdict === "holds") expect(result.collisionProbability).toBeLessThan(1e-9);
  }
  // With options the verdicts are expected to hold, and most do not.
  expect(exitCode).toBe(1);
  const left = (await readdir(folder)).filter((name) => name !== "cache");
  expect(left).toEqual([]);
}, 400_000);

test.each(wholly(["symmetry,dead,chains", "symmetry"]))(
  "with %s left out TLC finds the states that the explorer finds, and the same verdicts",
  async (reductions) => {
    const asked = [
      "--policy",
      "v5",
      "--platform",
      "ideal",
      "--ips",
      "3",
      "--reductions",
      reductions,
    ];
    const told = async (checker: string): Promise<readonly unknown[]> => {
      const args = ["check", "--json", "--checker", checker, ...asked];
      const document = checkDocumentSchema.parse(JSON.parse((await nmicheck(args, env)).stdout));
      expect(document.checker.reductions).toEqual(reductions.split(","));
      return document.results.map(({ property, verdict, states, trace }) => [
        property,
        verdict,
        // TLC stops at a violation; the explorer goes on.
        verdict === "holds" ? states.distinct : trace?.length,
      ]);
    };
    expect(await told("tlc")).toEqual(await told("explorer"));
  },
);

describe("a policy of the user's on TLC", () => {
  const one = ["--checker", "tlc", "--platform", "ideal", "--chain", "1", "--ips", "1"];

  whole("whose memory leaves its range", async () => {
    const file = join(folder, "runaway.ts");
    await writeFile(
      file,
      `import type { Policy, Range } from "nmicheck/policy";
export const runaway: Policy<Range<0, 2>> = {
  initial: 0,
  enter: (memory) => memory + 1,
  proceed: (memory) => ({ memory, walk: "on" }),
  finish: (memory) => ({ memory, unclaimed: "report" }),
};
`,
    );
    const { exitCode, stdout } = await nmicheck(
      ["check", "--policy", file, "--property", "NoSpurious", ...one],
      env,
    );
    expect(stdout).toContain(
      "error[check/type-ok]: `policyMemory` became 3, which is not a whole number from 0 to 2. Events: ",
    );
    expect(exitCode).toBe(2);
    await rm(file);
  });

  whole("that throws when it is executed, whatever TLC makes of it", async () => {
    const file = join(folder, "beyond.ts");
    await writeFile(
      file,
      `import type { Policy, Vector } from "nmicheck/policy";
export const beyond: Policy<Vector<boolean, 2>> = {
  initial: [false, false],
  enter: (memory) => memory,
  proceed: (memory) => ({ memory, walk: "on" }),
  finish: (memory, seen) => ({
    memory: seen.handled > 0 ? memory.with(seen.handled + 1, true) : memory,
    unclaimed: "report",
  }),
};
`,
    );
    const { exitCode, stdout } = await nmicheck(
      ["check", "--policy", file, "--property", "NoFalseSwallow", ...one],
      env,
    );
    expect(stdout).toMatch(/^beyond on ideal, NoFalseSwallow failed:$/m);
    expect(stdout).toContain("RangeError: Invalid index : 2.");
    expect(exitCode).toBe(2);
    await rm(file);
  });

  whole("whose names mean something in TLA+, or in nmicheck's own modules", async () => {
    const file = join(folder, "worded.ts");
    await writeFile(
      file,
      `import type { Policy, Range, Seen } from "nmicheck/policy";
type Len = "IN" | "LET" | "None";
interface Seq { readonly Append: boolean; readonly None: Range<0, 2>; readonly Len: Len; readonly Init: boolean; readonly vars: boolean; readonly MCView: boolean }
const SF_ = 2;
const NmicheckProbe0 = 1;
function CHOOSE(DOMAIN: Seq, EXCEPT: boolean): boolean { return DOMAIN.Init && EXCEPT; }
function MCView(LET: Seq): Len { const IN = LET.Append ? LET.Len : "LET"; return IN === "IN" ? "None" : IN; }
function mCChain(Init: Seq, Append: Seen): boolean { return Init.vars || Append.handled === SF_; }
function MCNumbers(n: Range<0, 2>): Range<0, 2> { const WF_x = n; return Math.min(WF_x + NmicheckProbe0, 2); }
export const LET: Policy<Seq> = {
  initial: { Append: false, None: 0, Len: "IN", Init: true, vars: false, MCView: false },
  enter: (memory, seen) => (seen.backToBack ? memory : { ...memory, None: 0, vars: false }),
  proceed: (memory) => ({ memory, walk: "on" }),
  finish: (TypeOK, seen) => ({
    memory: { Append: !TypeOK.Append, None: MCNumbers(TypeOK.None), Len: MCView(TypeOK), Init: CHOOSE(TypeOK, true), vars: mCChain(TypeOK, seen), MCView: TypeOK.None > 1 },
    unclaimed: seen.backToBack && TypeOK.vars ? "swallow" : "report",
  }),
};
`,
    );
    const told = async (checker: string, ...more: readonly string[]): Promise<unknown> => {
      const args = ["check", "--json", "--policy", file, "--platform", "ideal", "--chain", "2"];
      const asked = [...args, "--ips", "1", "--checker", checker, ...more];
      const document = checkDocumentSchema.parse(JSON.parse((await nmicheck(asked, env)).stdout));
      return document.results.map(({ property, verdict, states, trace }) => [
        property,
        verdict,
        verdict === "holds" ? states.distinct : trace?.length,
      ]);
    };
    for (const more of [[], ["--reductions", "symmetry,dead"]]) {
      const found = await told("tlc", ...more);
      expect(found).toEqual(await told("explorer", ...more));
      expect(JSON.stringify(found)).toMatch(/holds.*violated|violated.*holds/);
      expect(JSON.stringify(found)).not.toContain("failed");
    }
    await rm(file);
  });

  whole("which throws on the way to what would be a counterexample", async () => {
    const file = join(folder, "writing.ts");
    await writeFile(
      file,
      `import type { Policy, Range, Vector } from "nmicheck/policy";
interface Memory { readonly n: Range<0, 2>; readonly v: Vector<boolean, 2> }
export const writing: Policy<Memory> = {
  initial: { n: 2, v: [false, true] },
  enter: (memory) => memory,
  proceed: (memory) => ({ memory, walk: "on" }),
  finish: (memory) => ({ memory: { ...memory, v: memory.v.with(memory.n, true) }, unclaimed: "report" }),
};
`,
    );
    const { exitCode, stdout, stderr } = await nmicheck(
      ["check", "--policy", file, "--property", "NoMasked", ...one],
      env,
    );
    expect(stderr).not.toContain("nmicheck/mistake");
    expect(stdout).toMatch(/^writing +ideal +failed /m);
    expect(stdout).toContain("writing.ts:7:");
    expect(exitCode).toBe(2);
    await rm(file);
  });

  whole("with nothing to say of a timeout but `bounded`", async () => {
    const { exitCode, stdout } = await nmicheck(
      [
        ...["check", "--policy", "mainline", "--property", "NoSpurious", "--platform", "ideal"],
        ...["--chain", "3,3,3,3", "--ips", "4", "--checker", "tlc", "--timeout", "4"],
      ],
      env,
    );
    expect(stdout).toContain("mainline on ideal, NoSpurious: nothing found within 4 seconds.");
    expect(exitCode).toBe(1);
  });
});

whole(
  "a jar of the user's own is marked as unverified wherever its verdicts are shown",
  async () => {
    const { appendFile, copyFile } = await import("node:fs/promises");
    const own = join(folder, "cache-own.jar");
    await copyFile(tlc.jar.path, own);
    // A zip archive may have bytes in front of it or behind it: the same classes, another digest.
    await appendFile(own, "\n");
    const args = [
      "check",
      "--policy",
      "none",
      "--property",
      "NoFalseSwallow",
      "--platform",
      "ideal",
    ];
    const text = await nmicheck([...args, "--chain", "1", "--tlc-jar", own], env);
    expect(text.stdout).toContain("from an unverified jar, SHA-256 ");
    expect(text.stdout).toMatch(/^none +ideal +holds +\d+ +not certified/m);
    const json = await nmicheck([...args, "--chain", "1", "--tlc-jar", own, "--json"], env);
    const document = checkDocumentSchema.parse(JSON.parse(json.stdout));
    expect(document.checker.jarVerified).toBe(false);
    expect(document.results[0]?.certified).toBe(false);
    await rm(own);
  },
);

describe("what keeps TLC from an answer is told with what fixes it, and nothing is left", () => {
  const one = ["check", "--checker", "tlc", "--policy", "mainline", "--platform", "ideal"];
  const spurious = [...one, "--property", "NoSpurious"];
  /** What is said under the scorecard, up to the summary. */
  const told = (stdout: string): string =>
    /^\S+ on [\s\S]*?(?=^\d+ verdict)/m.exec(stdout)?.[0] ?? "";
  const nothingIsLeft = async (): Promise<void> => {
    expect((await readdir(folder)).filter((name) => name.startsWith("nmicheck-"))).toEqual([]);
  };

  whole("a heap that is too small", async () => {
    const { exitCode, stdout } = await nmicheck([...spurious, "--heap", "2m"], env);
    expect(told(stdout)).toMatch(
      /^mainline on ideal, NoSpurious failed:\nerror\[tlc\/out-of-memory\]: Java ran out of memory: .*OutOfMemoryError.*\n {2}→ give TLC a larger heap with `--heap`, or check a smaller configuration\.\n$/,
    );
    expect(exitCode).toBe(3);
    await nothingIsLeft();
  });

  whole("a disk that is full for TLC's states", async () => {
    const args = [...spurious, "--chain", "3,3", "--workers", "1"];
    const { exitCode, stdout } = await nmicheckOnFullDisk(100, args, env);
    expect(told(stdout)).toBe(
      "mainline on ideal, NoSpurious failed:\nerror[tlc/disk-full]: The disk for TLC's files is full: java.io.IOException: File too large\n  → free some space, or set TMPDIR to a folder that has more.\n",
    );
    expect(exitCode).toBe(3);
    await nothingIsLeft();
  });

  whole("a jar without TLC, said once for all verdicts", async () => {
    const jar = join(folder, "empty.jar");
    await writeFile(jar, "no archive");
    const args = [...spurious, "--platform", "sticky", "--tlc-jar", jar];
    const { exitCode, stdout } = await nmicheck(args, env);
    expect(told(stdout)).toBe(
      `mainline on ideal, and 1 other in the same way, failed:\nerror[tlc/jar-without-tlc]: Java cannot run TLC (class tlc2.TLC) from ${jar}: Error: Could not find or load main class tlc2.TLC\n  → name a jar that has TLC in it, or run \`node dist/cli.js setup\`.\n`,
    );
    expect(exitCode).toBe(2);
    await rm(jar);
  });
});
