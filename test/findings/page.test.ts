import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { findDocumentSchema } from "../../src/analyses/find/document.js";
import { packageRoot } from "../../src/base/package/root.js";
import { nmicheck } from "../cli/nmicheck.js";
import { countedChains } from "../find/chains.js";
import { whole } from "../slice.js";

const read = (): Promise<string> => readFile(join(packageRoot, "docs", "findings.md"), "utf8");

/**
 * `npm run test:full` compares the whole page with what the tool finds, and with what TLC says; the
 * numbers of `limits` are compared in `test/cli/limits.test.ts`.
 */
whole("the command of a sentence gives the numbers of the sentence", async () => {
  const page = await read();
  const found = await nmicheck(["find", "NoFalseSwallow", "--policy", "mainline", "--json"]);
  const { minimalRuns, mazurkiewiczClasses, scenarios, classes } = findDocumentSchema.parse(
    JSON.parse(found.stdout),
  );
  expect(page).toContain(
    `${minimalRuns} minimal runs, ${mazurkiewiczClasses} up to the order of steps that commute, ${scenarios} up to`,
  );
  for (const { description } of classes) expect(page).toContain(description);
});

test("what is said to be counted twice is what the full run counts", async () => {
  const [, named = ""] = /with the chains (.*?), it finds the same runs/.exec(await read()) ?? [];
  expect(named.split(/, | and /)).toEqual(countedChains.map((chain) => JSON.stringify(chain)));
});

test("every sentence has a command, and the commands are known", async () => {
  const commands = [...(await read()).matchAll(/\*Proof:\* `nmicheck (\w+)/g)].map(
    ([, name]) => name,
  );
  expect(commands.length).toBeGreaterThan(15);
  expect(new Set(commands)).toEqual(
    new Set(["check", "find", "limits", "play", "prove", "replay"]),
  );
});
