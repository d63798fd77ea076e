import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { checkDocumentSchema } from "../../src/analyses/check/document.js";
import { whole } from "../slice.js";
import { nmicheck } from "./nmicheck.js";
import { type EndedOf, nmicheckEach } from "./nmicheck-each.js";
import { nmicheckServed } from "./nmicheck-served.js";

let folder: string;
/** No Java and no jar: what a user has who has just cloned the project. */
let bare: Readonly<Record<string, string>>;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "nmicheck-cli-"));
  bare = { XDG_CACHE_HOME: join(folder, "cache"), HOME: folder };
});
afterAll(() => rm(folder, { recursive: true, force: true }));

describe("without TLC", () => {
  test("the whole scorecard is as recorded, and every row says that TLC has not certified it", async () => {
    const { exitCode, stdout, stderr } = await nmicheck(["check"], bare);
    expect(exitCode).toBe(0);
    expect(stdout).toContain("48 verdicts: 14 holds, 34 violated, all as recorded.");
    expect(stdout).toMatch(
      /^For every chain and any number of ips: all 14 that hold; proven by z3 /m,
    );
    expect(stdout).toContain("\nOn every chain that contains [2,1]: all 34 that are violated.\n");
    expect(stdout).toContain("`node dist/cli.js setup` fetches it.");
    expect(stderr).toContain("TLC is not used: ");
    const rows = stdout.split("\n").filter((line) => /^(none|v5|mainline) /.test(line));
    expect(rows).toHaveLength(12);
    for (const row of rows) expect(row).toContain("not by TLC");
  });

  test("`--checker tlc` never falls back", async () => {
    const { exitCode, stdout, stderr } = await nmicheckServed(["check", "--checker", "tlc"], bare);
    expect(exitCode).toBe(3);
    expect(stdout).toBe("");
    expect(stderr).toContain("error[tlc/jar-missing]");
    expect(stderr).toContain("run `node dist/cli.js setup`, or put ");
  });
});

describe("--json", () => {
  whole("is one document on stdout, with a trace file for each violation", async () => {
    const out = join(folder, "traces");
    const { exitCode, stdout } = await nmicheck(
      ["check", "--json", "--out", out, "--checker", "explorer", "--platform", "ideal"],
      bare,
    );
    expect(exitCode).toBe(1);
    const document = checkDocumentSchema.parse(JSON.parse(stdout));
    expect(document.results).toHaveLength(12);
    for (const { verdict, scope, provenBy } of document.results) {
      expect(scope).toBe(verdict === "holds" ? "every-chain" : "containing-chains");
      expect(provenBy !== undefined).toBe(verdict === "holds");
    }
    const lengths = document.results.map((result) => result.trace?.length ?? "holds");
    expect(lengths).toEqual(["holds", 13, 8, "holds", 13, "holds", 7, 7, 14, "holds", 8, "holds"]);
    const files = await readdir(out);
    for (const result of document.results) {
      if (result.trace === undefined) continue;
      const text = await readFile(result.trace.file ?? "", "utf8");
      expect(JSON.parse(text)).toMatchObject({
        schema: "nmicheck.trace/1",
        property: result.property,
      });
    }
    expect(files.filter((name) => name.endsWith(".trace.json"))).toHaveLength(7);
    expect(files.filter((name) => name.endsWith(".itf.json"))).toHaveLength(7);
  });
});

describe("exit codes", () => {
  const explorer = ["--checker", "explorer"];
  test("0 where everything that was asked for holds", async () => {
    const args = [
      "check",
      "--policy",
      "mainline",
      "--platform",
      "ideal",
      "--property",
      "NoSpurious",
    ];
    const { exitCode, stdout } = await nmicheckServed([...args, ...explorer], bare);
    expect(exitCode).toBe(0);
    expect(stdout).toContain("1 verdict: 1 holds.");
  });

  test("1 where something does not hold", async () => {
    const args = ["check", "--policy", "mainline", "--platform", "ideal", "--property", "NoMasked"];
    expect((await nmicheckServed([...args, ...explorer], bare)).exitCode).toBe(1);
  });

  test("1 for a bounded verdict, which says what bounds it", async () => {
    const args = ["check", "--policy", "none", "--platform", "ideal", "--property", "NoStranded"];
    const { exitCode, stdout } = await nmicheckServed(
      [...args, "--chain", "5,5,5,5", "--ips", "8", "--timeout", "1", ...explorer],
      bare,
    );
    expect(exitCode).toBe(1);
    expect(stdout).toContain("none on ideal, NoStranded: nothing found within 1 second.");
  });

  const mistakes: readonly (readonly [args: readonly string[], message: string])[] = [
    [["check", "--policy", "mainlin"], "did you mean `mainline`?"],
    [["check", "--platform", "stickyshadow"], "did you mean `sticky+shadow`?"],
    [["check", "--property", "NoSpurios"], "did you mean `NoSpurious`?"],
    [["check", "--checker", "tcl"], "did you mean `tlc`?"],
    [["check", "--chain", "0"], "has a handler with 0 slots"],
    [["check", "--chain", "-1"], "has a handler with -1 slots"],
    [["check", "--chain", "[]"], "has no handler"],
    [["check", "--chain", "1,".repeat(40).slice(0, -1)], "has 40 handlers"],
    [["check", "--ips", "0"], "`0` is not a number of ips"],
    [["check", "--policy", "nowhere.ts"], "there is no policy file"],
    [["chek"], "Did you mean check?"],
    [["check", "--jsno"], "Did you mean --json?"],
  ];

  let ended: EndedOf;
  beforeAll(async () => {
    ended = await nmicheckEach(
      mistakes.map(([args]) => args),
      bare,
    );
  });

  test.each(mistakes)("2 for the user's mistake: %s", (args, message) => {
    const { exitCode, stdout, stderr } = ended(args);
    expect(stderr).toContain(message);
    expect(stdout).toBe("");
    expect(exitCode).toBe(2);
  });

  whole("2 where a policy's memory leaves its range, with the events that lead there", async () => {
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
      ["check", "--policy", file, "--platform", "ideal", ...explorer],
      bare,
    );
    expect(stdout).toContain(
      "error[check/type-ok]: `policyMemory` became 3, which is not a whole number from 0 to 2. Events: ",
    );
    expect(exitCode).toBe(2);
  });
});

whole("a policy file outside the project is checked like ours", async () => {
  const file = join(folder, "copy.ts");
  await writeFile(
    file,
    `import type { Policy } from "nmicheck/policy";
interface Memory { readonly swallowNmi: boolean }
export const copy: Policy<Memory> = {
  initial: { swallowNmi: false },
  enter: (memory, seen) => (seen.backToBack ? memory : { swallowNmi: false }),
  proceed: (memory) => ({ memory, walk: "on" }),
  finish: (memory, seen) => ({
    memory: seen.handled > 1 ? { swallowNmi: true } : memory,
    unclaimed: seen.backToBack && memory.swallowNmi ? "swallow" : "report",
  }),
};
`,
  );
  const args = ["check", "--json", "--checker", "explorer", "--platform", "ideal"];
  const own = checkDocumentSchema.parse(
    JSON.parse((await nmicheck([...args, "--policy", file], bare, folder)).stdout),
  );
  const ours = checkDocumentSchema.parse(
    JSON.parse((await nmicheck([...args, "--policy", "mainline"], bare, folder)).stdout),
  );
  const verdicts = (document: typeof own): readonly unknown[] =>
    document.results.map(({ property, verdict, states, trace }) => [
      property,
      verdict,
      states,
      trace?.length,
    ]);
  expect(verdicts(own)).toEqual(verdicts(ours));
});
