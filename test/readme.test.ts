import { readdirSync, readFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { policyNames } from "../spec/policies/all.js";
import { atlasDocumentSchema } from "../src/analyses/atlas/document.js";
import { packageRoot } from "../src/base/package/root.js";
import { nmiProperties } from "../src/machine/model/property-names.js";
import { policyText } from "../src/machine/policy/policy-text.js";
import { propertyText } from "../src/machine/trace/property-text.js";
import { nmicheck } from "./cli/nmicheck.js";
import { nmicheckServed } from "./cli/nmicheck-served.js";

const readme = readFileSync(join(packageRoot, "README.md"), "utf8");
/** The text of the fenced blocks, without their fences. */
const blocks = [...readme.matchAll(/^```\w*\n(.*?)\n```$/gms)].map(([, text = ""]) => text);

let folder: string;
let env: Readonly<Record<string, string>>;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "nmicheck-readme-"));
  env = { XDG_CACHE_HOME: folder, HOME: folder };
});
afterAll(() => rm(folder, { recursive: true, force: true }));

test("the scorecard in the README is the one that a newcomer sees", async () => {
  const { stdout } = await nmicheck(["check"], env);
  const shown = blocks.find((block) => block.startsWith("nmicheck 0"));
  expect(shown).toBe(stdout.slice(0, stdout.indexOf("\nCounterexamples are in")));
});

test("policies and properties are in the README what they are in a report", () => {
  for (const name of policyNames) expect(readme).toContain(`| \`${name}\` | ${policyText[name]} |`);
  for (const name of nmiProperties) {
    expect(readme).toContain(`| \`${name}\` | ${propertyText[name]} |`);
  }
});

test("the counterexample in the README is the one that the tool shows", async () => {
  const args = ["check", "--json", "--out", folder, "--checker", "explorer"];
  const { stdout } = await nmicheckServed(
    [...args, "--policy", "mainline", "--platform", "ideal", "--property", "NoFalseSwallow"],
    env,
  );
  const [, file = ""] = /"file": "([^"]+)"/.exec(stdout) ?? [];
  const shown = blocks.find((block) => block.startsWith("policy    mainline"));
  expect(shown).toBe((await nmicheckServed(["trace", file], env)).stdout);
});

test("what changes a verdict of mainline stands in docs/model/ as in the atlas", async () => {
  const atlas = atlasDocumentSchema.parse(
    JSON.parse(readFileSync(join(packageRoot, "data", "atlas.json"), "utf8")),
  );
  const rows = atlas.conclusions
    // Its verdict is the same on every machine.
    .filter(({ policy, changes }) => policy === "mainline" && changes.length > 0)
    .map(({ property, bare, length, changes }) => {
      const texts = changes.map((change) => {
        const features = change.features.map((feature) => `\`${feature}\``).join(" and ");
        return change.verdict === "holds" ? features : `${features} (${change.length})`;
      });
      const [verdict, word] =
        bare === "holds" ? ["holds", "broken"] : [`violated in ${length}`, "fixed"];
      return `| \`${property}\` | ${verdict} | ${word} by ${texts.join(", ")} |`;
    });
  const page = readFileSync(join(packageRoot, "docs", "model", "README.md"), "utf8");
  expect(page.match(/^\| `No\w+` \| (?:holds|violated in \d+) \|.*$/gm)).toEqual(rows);
});

test("every dependency has its reason in the README, and nothing else has", () => {
  const manifest: unknown = JSON.parse(readFileSync(join(packageRoot, "package.json"), "utf8"));
  const dependencies = Object.keys(Object(Object(manifest).dependencies));
  const rows = readme.split("\n").filter((line) => line.startsWith("| `"));
  for (const name of dependencies) {
    expect(
      rows.filter((row) => row.split("|")[1]?.includes(`\`${name}\``)),
      name,
    ).toHaveLength(1);
  }
});

describe("every command that the README names", () => {
  /** What is typed, behind the program's name: in blocks, in the text, in the doors. */
  const typed = new Set(
    [...readme.matchAll(/`(?:node dist\/cli\.js|nmicheck) ([a-z][^`\n]*)`|^node \S+ (.*)$/gm)].map(
      ([, inText, inBlock]) => inText ?? inBlock ?? "",
    ),
  );
  const scripts = [...readme.matchAll(/\b(?:npm (?:ci|start|test|run [a-z:]+))/g)].map(
    ([line]) => line,
  );

  /** Files that stand for those that the README says somebody has. */
  const here: Readonly<Record<string, (trace: string) => readonly string[]>> = {
    "trace FILE": (trace) => ["trace", trace],
    "check --policy my-policy.ts": () => [
      ...["check", "--policy", join("examples", "policies", "perf-2.6.36.ts"), "--chain", "1"],
      ...["--ips", "1", "--platform", "ideal", "--checker", "explorer"],
    ],
    "audit FILE": () => ["audit", join("test", "audit", "logs", "6.12", "masked-1.log")],
    // No browser is opened in a test.
    "play --open": () => ["play", "--out", join(folder, "play.html")],
  };
  /** What needs a kernel, the network or a project, and the tests that run it. */
  const elsewhere: Readonly<Record<string, string>> = {
    setup: "test/e2e/user-project.test.ts",
    gate: "test/e2e/user-project.test.ts",
    "review fix.patch": "test/kernel/readme.test.ts",
    "replay FILE --engine linux:6.12": "test/kernel/readme.test.ts",
  };

  let trace = "";
  beforeAll(async () => {
    const out = join(folder, "one");
    const machine = ["--policy", "none", "--platform", "ideal", "--property", "NoMasked"];
    await nmicheckServed(["check", ...machine, "--checker", "explorer", "--out", out], env);
    const [name = ""] = readdirSync(out).filter((file) => file.endsWith(".trace.json"));
    trace = join(out, name);
  });

  test("is run here, or by a test that needs more", () => {
    expect([...typed].sort()).toEqual([...Object.keys(here), ...Object.keys(elsewhere)].sort());
    for (const file of Object.values(elsewhere)) readFileSync(join(packageRoot, file));
  });

  test.each(Object.keys(here))("nmicheck %s", async (line) => {
    const { exitCode, stderr } = await nmicheckServed(here[line]?.(trace) ?? [], env);
    expect([0, 1], stderr).toContain(exitCode);
    expect(stderr).not.toContain("error[");
  });

  test("npm's are scripts that CI runs, and `npm start` is `check`, which prints the scorecard", () => {
    const text = readFileSync(join(packageRoot, ".ci", "run"), "utf8");
    // Alone on a line, or one of those that run together.
    const ci = text
      .split("\n")
      .flatMap((line) => line.match(/(?<=^together .*)"[^"]+"/g) ?? [line])
      .map((line) => line.replaceAll('"', ""));
    const manifest: unknown = JSON.parse(readFileSync(join(packageRoot, "package.json"), "utf8"));
    expect(Object(Object(manifest).scripts).start).toMatch(/ node dist\/cli\.js check$/);
    expect(new Set(scripts).size).toBeGreaterThan(3);
    for (const line of scripts) if (line !== "npm start") expect(ci).toContain(line);
  });
});
