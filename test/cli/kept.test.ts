import { appendFile, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { whole } from "../slice.js";
import { type Ended, nmicheck } from "./nmicheck.js";

/** A policy file of a user's. */
const LAZY = `import type { Policy } from "nmicheck/policy";

export const lazy: Policy<null> = {
  initial: null,
  enter: (memory) => memory,
  proceed: (memory) => ({ memory, walk: "on" }),
  finish: (memory) => ({ memory, unclaimed: "report" }),
};
`;

let folder: string;
let policy: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "nmicheck-kept-"));
  policy = join(folder, "lazy.ts");
  await writeFile(policy, LAZY);
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const KEPT = /^from the cache/m;

function run(args: readonly string[]): Promise<Ended> {
  return nmicheck(args, { XDG_CACHE_HOME: join(folder, "cache"), HOME: folder });
}

/** Asks twice, and then without the cache: three answers, of which only the second is from there. */
async function expectKept(args: readonly string[]): Promise<void> {
  const asked = [await run(args), await run(args), await run([...args, "--no-cache"])];
  for (const { exitCode, stdout } of asked) {
    expect(exitCode).toBe(asked[0]?.exitCode);
    expect(stdout).toBe(asked[0]?.stdout);
  }
  expect(asked.map(({ stderr }) => KEPT.test(stderr))).toEqual([false, true, false]);
}

const small = ["--chain", "1", "--ips", "1"];

test("what `find` found is known the next time, and no more once the policy has changed", async () => {
  const args = ["find", "NoSpurious", "--policy", policy, ...small, "--json"];
  expect((await run(args)).stderr).not.toMatch(KEPT);
  expect((await run(args)).stderr).toMatch(KEPT);
  await appendFile(policy, "// another text\n");
  expect((await run(args)).stderr).not.toMatch(KEPT);
});

whole("what `limits` says is known as long as the files that it wrote are there", async () => {
  const out = join(folder, "limits");
  const args = ["limits", ...small, "--checker", "explorer", "--json", "--out", out];
  await expectKept(args);
  await rm(out, { recursive: true });
  expect((await run(args)).stderr).not.toMatch(KEPT);
});

whole("what became of the mutants of a policy is known the next time", () =>
  expectKept(["mutate", "--policy", policy, ...small, "--file", "lazy", "--json"]),
);

whole("what is found of a built-in policy is known for its own machine alone", async () => {
  const args = ["find", "NoSpurious", ...small, "--json"];
  await expectKept(args);
  expect((await run([...args, "--platform", "sticky"])).stderr).not.toMatch(KEPT);
});

test("a report of unchanged inputs is the same to the byte but for its command", async () => {
  const parts = ["--no-limits", "--no-atlas", "--checker", "explorer", "--json"];
  const args = ["report", "--policy", "none", ...small, ...parts];
  const [first, second, third] = [
    await run(args),
    await run(args),
    await run([...args, "--no-find"]),
  ];
  expect(first.exitCode).toBe(0);
  expect(second).toMatchObject({ exitCode: 0, stdout: first.stdout });
  expect(second.stderr).toMatch(KEPT);
  expect(third.stderr).not.toMatch(KEPT);
});

whole("an atlas of unchanged models is known the next time", () => expectKept(["atlas", ...small]));
