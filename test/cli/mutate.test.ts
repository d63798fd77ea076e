import { readFileSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { mutateDocumentSchema, mutateJsonSchema } from "../../src/mutate/document.js";
import { packageRoot } from "../../src/package/root.js";
import { nmicheck } from "./nmicheck.js";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "nmicheck-mutate-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

test("tells the score, and of each equivalent mutant where and what it is", async () => {
  const { stdout, stderr, exitCode } = await nmicheck([
    ...["mutate", "--policy", "mainline", "--platform", "ideal", "--file", "policies/mainline"],
  ]);
  expect(stdout).toBe(`nmicheck 0.1.0: 21 mutants of mainline on ideal; chain [2,1], R = 2

     18  killed by a verdict, or the length of its counterexample
      0  killed by the events of a counterexample
      1  killed by the states of a counterexample
      1  killed by how many states and steps there are
      0  killed by how often each step changes what
      1  equivalent: the same state graph in every configuration
      0  survived

Equivalent:
  spec/policies/mainline.ts:27:16 (connective)
    - unclaimed: seen.backToBack && memory.swallowNmi ? "swallow" : "report",
    + unclaimed: memory.swallowNmi ? "swallow" : "report",

Score: 100.0 % (20 of 20 that are not equivalent).`);
  expect(stderr).toBe("");
  expect(exitCode).toBe(0);
});

test("exits 1 for a survivor of gates that look at little, and shows it", async () => {
  const { stdout, exitCode } = await nmicheck([
    ...["mutate", "--policy", "none", "--platform", "ideal", "--file", "machine"],
    ...["--by", "verdict", "--property", "NoStranded"],
  ]);
  expect(exitCode).toBe(1);
  expect(stdout).toContain(`Survived:
  spec/machine.ts:9:14 (constant; its state graph is another one for none on ideal)
    - latched: false,
    + latched: true,`);
});

test("prints a document of the published schema, for a policy file of the user's", async () => {
  const file = join(folder, "lazy.ts");
  await writeFile(
    file,
    `import type { Policy } from "nmicheck/policy";

/** Reports whatever nobody claims. */
export const lazy: Policy<null> = {
  initial: null,
  enter: (memory) => memory,
  proceed: (memory) => ({ memory, walk: "on" }),
  finish: (memory) => ({ memory, unclaimed: "report" }),
};
`,
  );
  const { stdout, exitCode } = await nmicheck([
    ...["mutate", "--json", "--policy", file, "--platform", "ideal", "--file", "lazy.ts"],
    ...["--chain", "1,1", "--rips", "1"],
  ]);
  expect(exitCode).toBe(0);
  const document = mutateDocumentSchema.parse(JSON.parse(stdout));
  expect(document).toMatchObject({ policies: ["lazy"], chain: [1, 1], survived: 0, left: 0 });
  expect(
    document.mutants.map(({ line, before, after, fate }) => [line, before, after, fate.fate]),
  ).toEqual([
    [7, '"on"', '"stop"', "killed"],
    [8, '"report"', '"swallow"', "killed"],
  ]);
  const schema = readFileSync(
    join(packageRoot, "schemas", "nmicheck.mutate-1.schema.json"),
    "utf8",
  );
  expect(schema).toBe(mutateJsonSchema());
});

test("a layer that is none", async () => {
  const { stderr, exitCode } = await nmicheck(["mutate", "--by", "verdicts"]);
  expect(exitCode).toBe(2);
  expect(stderr).toBe(
    "error[configuration/unknown-name]: there is no layer `verdicts`.\n  → did you mean `verdict`? Known: verdict, counterexample, states, counts, census.",
  );
});
