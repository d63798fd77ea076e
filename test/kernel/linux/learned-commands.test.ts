import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { nmicheck } from "../../cli/nmicheck.js";
import { whole } from "../../slice.js";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "nmicheck-learned-"));
  await run(["setup"]);
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const POLICY = "linux:6.12";

/** Trees, TLC and what was learned are those of the user's cache. */
function run(args: readonly string[], where?: string) {
  return nmicheck(args, { HOME: process.env.HOME ?? "" }, where);
}

const machine = ["--platform", "ideal", "--chain", "1,1"] as const;

test("check, certified by TLC: the verdicts, lengths and counts of mainline", async () => {
  const answers = await Promise.all(
    [POLICY, "mainline"].map(async (policy) => {
      const out = join(folder, policy.replace(/\W/g, "-"));
      const args = ["check", "--policy", policy, "--checker", "tlc", ...machine];
      const { stdout } = await run([...args, "--out", out, "--json"]);
      const { results } = JSON.parse(stdout);
      return results.map(
        (one: {
          readonly property: string;
          readonly verdict: string;
          readonly certified: boolean;
          readonly states: unknown;
        }) => [one.property, one.verdict, one.certified, one.states],
      );
    }),
  );
  expect(answers[0]).toEqual(answers[1]);
  expect(answers[0]).toHaveLength(4);
  for (const [, , isCertified] of answers[0]) expect(isCertified).toBe(true);
});

test("find: every minimal scenario, by the causes of mainline", async () => {
  const [learned, builtIn] = await Promise.all(
    [POLICY, "mainline"].map(async (policy) => {
      const { stdout } = await run(["find", "NoFalseSwallow", "--policy", policy, "--json"]);
      const { minimalRuns, scenarios, classes, complete } = JSON.parse(stdout);
      const causes = classes.map(
        ({ description }: { readonly description: string }) => description,
      );
      return { minimalRuns, scenarios, causes, complete };
    }),
  );
  expect(learned).toEqual(builtIn);
});

whole("gate: what is expected of the kernel's own code is kept, and holds", async () => {
  const project = await mkdtemp(join(folder, "project-"));
  await run(["init", "--policy", POLICY, "--platform", "ideal"], project);
  expect(await readFile(join(project, "nmicheck.config.ts"), "utf8")).toContain(
    `policy: "${POLICY}",`,
  );
  const { stdout, exitCode } = await run(["gate", "--checker", "explorer"], project);
  expect(stdout).toMatch(/^pass {2}linux_6_12 {2}policy linux:6\.12, /m);
  expect(exitCode).toBe(0);
});

whole("mutate: changes of what was learned are seen", async () => {
  const file = ["--file", "linux_6_12"];
  const { stdout, exitCode } = await run(["mutate", "--policy", POLICY, ...machine, ...file]);
  expect(stdout).toMatch(/^nmicheck \S+: [1-9]\d* mutants of linux_6_12 on ideal; chain \[1,1\]/m);
  expect(stdout).toMatch(/^ +0 {2}survived$/m);
  expect(exitCode).toBe(0);
});

whole("generate: its TLA+", async () => {
  const out = join(folder, "tla");
  const { exitCode } = await run(["generate", "--policy", POLICY, "--out", out]);
  expect(exitCode).toBe(0);
  expect(await readFile(join(out, "NmiLinux_6_12.tla"), "utf8")).toContain("swallowNmi");
});
