import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { nmicheckVersion } from "../../src/cli/version.js";
import { findDocumentSchema } from "../../src/find/document.js";
import { findingsPage } from "../../src/findings/page.js";
import { limitsDocumentSchema } from "../../src/limits/document.js";
import { packageRoot } from "../../src/package/root.js";
import { nmicheck } from "../cli/nmicheck.js";

const read = (): Promise<string> => readFile(join(packageRoot, "docs", "findings.md"), "utf8");

test("the findings are what the tool finds now: else `npm run findings`", async () => {
  expect(await read()).toBe(await findingsPage(nmicheckVersion()));
}, 300_000);

test("the command of a sentence gives the numbers of the sentence", async () => {
  const page = await read();
  const found = await nmicheck(["find", "NoFalseSwallow", "--policy", "mainline", "--json"]);
  const { minimalRuns, mazurkiewiczClasses, scenarios, classes } = findDocumentSchema.parse(
    JSON.parse(found.stdout),
  );
  expect(page).toContain(
    `${minimalRuns} minimal runs, ${mazurkiewiczClasses} up to the order of independent steps, ${scenarios} up to`,
  );
  for (const { description } of classes) expect(page).toContain(description);
  const limits = await nmicheck(["limits", "--checker", "explorer", "--json"]);
  const { best, observations } = limitsDocumentSchema.parse(JSON.parse(limits.stdout));
  expect(page).toContain(best[0]?.policyText?.trimEnd() ?? "no policy");
  for (const { observation, perfectPolicy } of observations) {
    const answer = perfectPolicy ? "possible" : "impossible";
    expect(page).toContain(`| ${observation.join(", ")} | ${answer}`);
  }
}, 300_000);

test("every sentence has a command, and the commands are known", async () => {
  const commands = [...(await read()).matchAll(/\*Proof:\* `nmicheck (\w+)/g)].map(
    ([, name]) => name,
  );
  expect(commands.length).toBeGreaterThan(15);
  expect(new Set(commands)).toEqual(new Set(["find", "limits"]));
});
