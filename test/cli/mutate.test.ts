import { readFileSync } from "node:fs";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { mutateDocumentSchema, mutateJsonSchema } from "../../src/analyses/mutate/document.js";
import { packageRoot } from "../../src/base/package/root.js";
import { whole } from "../slice.js";
import { nmicheck } from "./nmicheck.js";
import { nmicheckServed } from "./nmicheck-served.js";

/** A policy file of a user's. */
const LAZY = `import type { Policy } from "nmicheck/policy";

/** Reports whatever nobody claims. */
export const lazy: Policy<null> = {
  initial: null,
  enter: (memory) => memory,
  proceed: (memory) => ({ memory, walk: "on" }),
  finish: (memory) => ({ memory, unclaimed: "report" }),
};
`;

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "nmicheck-mutate-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

test("tells the score, and of each equivalent mutant where and what it is", async () => {
  const { stdout, stderr, exitCode } = await nmicheck([
    ...["mutate", "--policy", "mainline", "--platform", "ideal", "--file", "policies/mainline"],
    "--no-cache",
  ]);
  expect(stdout).toBe(`nmicheck 0.1.0: 21 mutants of mainline on ideal; chain [2,1], 2 ips

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

whole("exits 1 for a survivor of gates that look at little, and shows it", async () => {
  const { stdout, exitCode } = await nmicheck([
    ...["mutate", "--policy", "none", "--platform", "ideal", "--file", "hardware"],
    ...["--by", "verdict", "--property", "NoStranded", "--chain", "1", "--ips", "1"],
  ]);
  expect(exitCode).toBe(1);
  expect(stdout).toContain(`Survived:
  spec/cpu/hardware.ts:11:14 (constant; its state graph is another one for none on ideal)
    - latched: false,
    + latched: true,`);
});

whole("on a machine with axes, which is named", async () => {
  const { stdout, exitCode } = await nmicheck([
    ...["mutate", "--policy", "mainline", "--platform", "ideal", "--chain", "1", "--ips", "1"],
    ...["--axis", "nesting=yes", "--file", "policies/mainline"],
  ]);
  expect(stdout.split("\n")[0]).toBe(
    "nmicheck 0.1.0: 21 mutants of mainline on ideal with nesting=yes; chain [1], 1 ip",
  );
  expect(exitCode).toBe(0);
});

whole("prints a document of the published schema, for a policy file of the user's", async () => {
  const file = join(folder, "lazy.ts");
  await writeFile(file, LAZY);
  const { stdout, exitCode } = await nmicheck([
    ...["mutate", "--json", "--policy", file, "--platform", "ideal", "--file", "lazy.ts"],
    ...["--chain", "1,1", "--ips", "1"],
  ]);
  expect(exitCode).toBe(0);
  const document = mutateDocumentSchema.parse(JSON.parse(stdout));
  expect(document).toMatchObject({
    policies: ["lazy"],
    chain: [1, 1],
    axes: [{}],
    survived: 0,
    elsewhere: 0,
    left: 0,
  });
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

describe("without options it asks the gates of the project's config", () => {
  let project: string;
  const run = (...args: readonly string[]) => nmicheck(["mutate", ...args], {}, project);

  beforeAll(async () => {
    project = join(folder, "project");
    await mkdir(project);
    await writeFile(join(project, "lazy.ts"), LAZY);
    await writeFile(
      join(project, "nmicheck.config.ts"),
      `import { defineConfig } from "nmicheck";
export default defineConfig({
  gates: [
    { name: "lazy", policy: "./lazy.ts", chain: [1, 1], rips: 1,
      expect: { ideal: { NoFalseSwallow: "holds", NoSpurious: "violated" } } },
    { name: "small", policy: "none", chain: [1], rips: 1, expect: { ideal: { NoMasked: "violated" } } },
    { name: "endless", policy: "./lazy.ts", chain: [1], rips: 1, expect: { ideal: { EveryEventHandled: "holds" } } },
    { name: "wrong", policy: "none", chain: [1], rips: 1, expect: { ideal: { NoMasked: "holds" } } },
  ],
});
`,
    );
  });

  whole("all of them, each with its own machine and properties", async () => {
    const { stdout, exitCode } = await run(
      ...["--json", "--file", "lazy.ts", "--gate", "lazy", "--gate", "small"],
    );
    const document = mutateDocumentSchema.parse(JSON.parse(stdout));
    expect(document).toMatchObject({
      gates: ["lazy", "small"],
      policies: ["lazy", "none"],
      chain: null,
      rips: 1,
      properties: ["NoFalseSwallow", "NoSpurious", "NoMasked"],
      killed: 2,
      survived: 0,
    });
    expect(document.mutants.map(({ fate }) => fate)).toMatchObject([
      { fate: "killed", by: "verdict", subject: "lazy: lazy on ideal" },
      { fate: "killed", by: "verdict", subject: "lazy: lazy on ideal" },
    ]);
    expect(exitCode).toBe(0);
  });

  whole("in words", async () => {
    const { stdout } = await run("--file", "lazy.ts", "--gate", "lazy");
    expect(stdout.split("\n")[0]).toBe("nmicheck 0.1.0: 2 mutants of the gate lazy");
  });

  whole("which must pass before anything is changed", async () => {
    expect(await run()).toEqual({
      exitCode: 1,
      stdout: "",
      stderr:
        "nothing was changed: the gates do not pass as it is.\n  wrong: none on ideal, NoMasked",
    });
  });

  whole("says that it does not ask the mutants what must happen eventually", async () => {
    const { stdout, stderr } = await run("--file", "lazy.ts", "--gate", "endless");
    expect(stderr).toContain(
      "not asked of the mutants: EveryEventHandled; liveness is checked on whole gates.",
    );
    expect(stdout.split("\n")[0]).toBe("nmicheck 0.1.0: 2 mutants of the gate endless");
  });

  whole("a gate that is none, and options that say something else", async () => {
    expect((await run("--gate", "lazzy")).stderr).toContain(
      "error[gate/unknown-gate]: the config has no gate `lazzy`.",
    );
    expect((await run("--gate", "lazy", "--policy", "mainline")).stderr).toContain(
      "error[configuration/options-exclude]: `--gate` and `--policy` do not go together: a gate says itself what is asked.",
    );
  });
});

test("a layer that is none", async () => {
  const { stderr, exitCode } = await nmicheckServed(["mutate", "--by", "verdicts"]);
  expect(exitCode).toBe(2);
  expect(stderr).toBe(
    "error[configuration/unknown-name]: there is no layer `verdicts`.\n  → did you mean `verdict`? Known: verdict, counterexample, states, counts, census.",
  );
});
