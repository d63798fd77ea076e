import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { checkDocumentSchema } from "../../src/analyses/check/document.js";
import { nmicheck } from "./nmicheck.js";

let folder: string;
let env: Readonly<Record<string, string>>;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "nmicheck-never-"));
  env = { HOME: folder, XDG_CACHE_HOME: join(folder, ".cache") };
  // It swallows after three, and never counts beyond two.
  await writeFile(
    join(folder, "mine.ts"),
    `import type { Policy, Range } from "nmicheck/policy";
export const mine: Policy<{ readonly count: Range<0, 3> }> = {
  initial: { count: 0 },
  enter: (memory) => memory,
  proceed: (memory) => ({ memory, walk: "on" }),
  finish: (memory, seen) => ({
    memory: { count: Math.min(seen.handled, 2) },
    unclaimed: memory.count > 2 ? "swallow" : "report",
  }),
};
`,
  );
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const CHECK = [
  ...["check", "--policy", "mine.ts", "--checker", "explorer"],
  ...["--property", "NoStranded", "--chain", "1,1", "--ips", "1"],
];

test("the scorecard tells a branch that is never taken, with its place", async () => {
  const { stdout, exitCode } = await nmicheck(CHECK, env, folder);
  expect(stdout).toContain(
    "No behaviour of any machine above takes these branches, so the verdicts say nothing of them:\n" +
      '  mine.ts:8:35: `"swallow"` of mine\n',
  );
  expect(exitCode).toBe(0);
});

test("and so does its document", async () => {
  const { stdout } = await nmicheck([...CHECK, "--json"], env, folder);
  const { branches } = checkDocumentSchema.parse(JSON.parse(stdout));
  expect(branches).toEqual({
    neverTaken: [{ policy: "mine", file: "mine.ts", line: 8, column: 35, text: '"swallow"' }],
    unknown: [],
  });
});
