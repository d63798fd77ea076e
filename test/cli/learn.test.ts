import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { learnJsonSchema, learnSchema } from "../../src/analyses/learn/document.js";
import { sha256 } from "../../src/base/document/sealed.js";
import { packageRoot } from "../../src/base/package/root.js";
import { whole } from "../slice.js";
import { nmicheck } from "./nmicheck.js";
import { type EndedOf, nmicheckEach } from "./nmicheck-each.js";
import { nmicheckServed } from "./nmicheck-served.js";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "nmicheck-learn-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** The same in the process that commands share. */
function served(args: readonly string[]) {
  return nmicheckServed(args, { XDG_CACHE_HOME: join(folder, "cache") });
}

function run(args: readonly string[]) {
  return nmicheck(args, { XDG_CACHE_HOME: join(folder, "cache") });
}

const v5 = ["learn", "--engine", "reference", "--policy", "v5", "--chain", "1,1"];

whole("the answer says what was learned, and how it is known; the file is a policy", async () => {
  const out = join(folder, "v5.ts");
  const { stdout, exitCode } = await run([...v5, "--extra-states", "1", "--out", out]);
  expect(stdout.replace(/\d+\.\d s/, "1.0 s").replaceAll(/[\d,]+ NMIs/g, "9 NMIs")).toMatch(
    /^learned from the policy v5 of the engine nmicheck-reference 1: 3 states; it keeps one of 2: disarmed, armed \(swallow_nmi\)\n {2}L\* and the W-method, 8 kinds of NMI, 9 NMIs: exact, unless the code has more than 1 state more\n {2}every one of [\d,]+ edges of its state graph \(ideal, chain \[1,1\], 2 ips\) was run on the engine: 9 NMIs\n {2}1\.0 s\n\nwritten to \S+$/,
  );
  expect(exitCode).toBe(0);
  const text = await readFile(out, "utf8");
  expect(text).toContain("export const v5_reference: Policy<Memory> = {");
  expect(text).toContain('walk: !seen.backToBack && seen.handled > 0 ? "stop" : "on",');
  const question = ["--checker", "explorer", "--platform", "ideal", "--chain", "1,1", "--json"];
  const [own, builtIn] = await Promise.all(
    [out, "v5"].map((name) => run(["check", "--policy", name, ...question])),
  );
  const verdicts = (answer: string): unknown =>
    JSON.parse(answer).results.map((one: { property: string; verdict: string }) => [
      one.property,
      one.verdict,
    ]);
  expect(verdicts(own?.stdout ?? "")).toEqual(verdicts(builtIn?.stdout ?? ""));
});

whole("a diagram is written, and the document is one of its schema", async () => {
  const out = join(folder, "v5.mmd");
  const { stdout, exitCode } = await run([...v5, "--extra-states", "1", "--out", out, "--json"]);
  const document = learnSchema.parse(JSON.parse(stdout));
  expect(exitCode).toBe(0);
  expect(await readFile(out, "utf8")).toBe(document.diagram);
  expect(document.diagram).toContain("  disarmed --> armed: more\n");
  const picture = join(folder, "v5.svg");
  await run([...v5, "--extra-states", "1", "--out", picture]);
  const svg = await readFile(picture, "utf8");
  expect(svg).toContain('<title id="title">The policy of v5@reference</title>');
  expect(svg).toContain("In disarmed, to armed: more.");
  // What it has written before it may write again.
  expect((await run([...v5, "--extra-states", "1", "--out", picture])).exitCode).toBe(0);
  expect(document.phases.map(({ swallowNmi }) => swallowNmi)).toEqual([false, true]);
  expect(document.transitions).toHaveLength(document.states * document.letters);
  expect(await readFile(join(packageRoot, "schemas", "nmicheck.learn-1.schema.json"), "utf8")).toBe(
    learnJsonSchema(),
  );
});

whole("a policy of an engine is checked; the second time it is not learned anew", async () => {
  const asked = ["check", "--policy", "mainline@reference", "--checker", "explorer"];
  const options = ["--platform", "ideal", "--out", join(folder, "traces")];
  const first = await run([...asked, ...options]);
  expect(first.stderr).toMatch(
    /^mainline@reference was learned from the policy mainline of the engine nmicheck-reference 1: 2 states, [\d,]+ NMIs; exact up to 2 states more, and 15,578 edges of its graph on ideal, chain \[2,1\], run on the engine$/m,
  );
  expect(first.stdout).toMatch(
    /^mainline_reference +ideal +violated in 14 +holds +violated in 8 +holds +4,408 /m,
  );
  expect(first.stdout).toContain(" --policy mainline@reference\n");
  const learned = join(folder, "cache", "nmicheck", "learned");
  const [place = ""] = (await readdir(learned)).filter((name) => name !== "texts");
  const kept = join(learned, place, "learned.json");
  const [, json = ""] = (await readFile(kept, "utf8")).split("\n");
  const changed = json.replace('"states":2', '"states":7');
  await writeFile(kept, `${sha256(changed)}\n${changed}\n`);
  const second = await run([...asked, ...options]);
  expect(second.stdout).toBe(first.stdout);
  expect(second.stderr).toBe(first.stderr.replace("2 states, ", "7 states, "));
  // What is not as it was written is learned anew.
  await writeFile(kept, `${sha256(json)}\n${changed}\n`);
  expect((await run([...asked, ...options])).stderr).toBe(first.stderr);
});

whole("scenarios are found as of the built-in policy", async () => {
  const find = ["find", "NoFalseSwallow", "--chain", "1,1", "--json", "--policy"];
  const [learned, builtIn] = await Promise.all(
    ["mainline@reference", "mainline"].map(async (policy) => {
      const { stdout } = await run([...find, policy]);
      const { minimalRuns, mazurkiewiczClasses, scenarios, complete } = JSON.parse(stdout);
      return { minimalRuns, mazurkiewiczClasses, scenarios, complete };
    }),
  );
  expect(learned).toEqual(builtIn);
  expect(builtIn?.scenarios).toBeGreaterThan(0);
});

whole("a gate is about the policy of an engine", async () => {
  const project = await mkdtemp(join(folder, "project-"));
  const env = { XDG_CACHE_HOME: join(folder, "cache") };
  await nmicheck(["init", "--policy", "none@reference", "--platform", "ideal"], env, project);
  const config = await readFile(join(project, "nmicheck.config.ts"), "utf8");
  expect(config).toContain('policy: "none@reference",');
  const { stdout, exitCode } = await nmicheck(["gate", "--checker", "explorer"], env, project);
  expect(stdout).toMatch(/^pass {2}none_reference {2}policy none@reference, /m);
  expect(exitCode).toBe(0);
});

describe("what cannot be asked", () => {
  const refused: readonly (readonly [typed: string, message: string])[] = [
    ["learn", "error[learn/no-engine-given]: no engine was named to learn a policy from."],
    [
      "learn --engine reference",
      "error[learn/which-policy]: the engine `reference` announces several policies: none, v5, mainline.",
    ],
    [
      "check --policy once@reference",
      "error[learn/no-policy]: the engine `reference` does not announce the policy once: it announces none, v5, mainline.",
    ],
    [
      "learn --engine elsewhere",
      "error[learn/no-engine]: `elsewhere` names no engine that a policy could be learned from.",
    ],
    [
      "check --policy qemu:6.12",
      "error[learn/booted-kernel]: no policy is learned from `qemu:6.12`: a booted kernel has no `reset`.",
    ],
    [
      "learn --engine reference --policy v5 --out v5.txt",
      "error[learn/out]: `--out v5.txt` is neither a policy file nor a diagram.",
    ],
    ["learn --engine v5@reference --policy none", "error[configuration/options-exclude]: "],
  ];

  let ended: EndedOf;
  beforeAll(async () => {
    ended = await nmicheckEach(
      refused.map(([typed]) => typed.split(" ")),
      {
        XDG_CACHE_HOME: join(folder, "cache"),
      },
    );
  });

  test.each(refused)("%s", (typed, message) => {
    const { stderr, stdout, exitCode } = ended(typed.split(" "));
    expect(stderr.split("\n")[0]).toContain(message);
    expect(stdout).toBe("");
    expect(exitCode).toBe(2);
  });

  test("a cache that cannot be written", async () => {
    const cache = join(folder, "blocked");
    await mkdir(join(cache, "nmicheck"), { recursive: true });
    await writeFile(join(cache, "nmicheck", "learned"), "a file is in the way");
    const args = ["learn", "--engine", "reference", "--policy", "none", "--chain", "1"];
    const { stderr, exitCode } = await nmicheckServed(args, { XDG_CACHE_HOME: cache });
    expect(stderr.replaceAll(folder, "FOLDER")).toMatch(
      /^error\[learn\/cache\]: a learned policy cannot be written to FOLDER\/blocked\/nmicheck\/learned\/texts: /,
    );
    expect(exitCode).toBe(3);
  });

  test("a file of somebody else is left alone", async () => {
    const out = join(folder, "mine.ts");
    await writeFile(out, "export const mine = 1;\n");
    const { stderr, exitCode } = await served([...v5, "--out", out]);
    expect(stderr).toMatch(/^error\[out\/not-ours\]: /);
    expect(exitCode).toBe(2);
    expect(await readFile(out, "utf8")).toBe("export const mine = 1;\n");
  });
});
