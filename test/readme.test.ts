import { readFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { policyNames } from "../spec/policies/all.js";
import { atlasDocumentSchema } from "../src/analyses/atlas/document.js";
import { packageRoot } from "../src/base/package/root.js";
import { nmiProperties } from "../src/machine/model/nmi-model.js";
import { policyText } from "../src/machine/policy/policy-text.js";
import { propertyText } from "../src/machine/trace/property-text.js";
import { nmicheck } from "./cli/nmicheck.js";

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
  const { stdout } = await nmicheck(
    [...args, "--policy", "mainline", "--platform", "ideal", "--property", "NoFalseSwallow"],
    env,
  );
  const [, file = ""] = /"file": "([^"]+)"/.exec(stdout) ?? [];
  const shown = blocks.find((block) => block.startsWith("policy    mainline"));
  expect(shown).toBe((await nmicheck(["trace", file], env)).stdout);
});

test("what changes a verdict of mainline stands in the README as in the atlas", async () => {
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
  expect(readme.match(/^\| `No\w+` \| (?:holds|violated in \d+) \|.*$/gm)).toEqual(rows);
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

test("every file and folder that the README names is there", () => {
  const links = [...readme.matchAll(/\]\(([^)]+)\)/g)].map(([, target = ""]) => target);
  const headings = [...readme.matchAll(/^#+ (.*)$/gm)].map(
    ([, heading = ""]) =>
      `#${heading
        .toLowerCase()
        .replace(/[^\w -]/g, "")
        .replaceAll(" ", "-")}`,
  );
  for (const target of links) {
    if (target.startsWith("#")) expect(headings).toContain(target);
    else expect(() => readFileSync(join(packageRoot, target)), target).not.toThrow();
  }
});
