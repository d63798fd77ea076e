import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { findDocumentSchema } from "../../src/analyses/find/document.js";
import { findingsPage } from "../../src/analyses/findings/page.js";
import { Results } from "../../src/analyses/findings/results.js";
import { limitsDocumentSchema } from "../../src/analyses/limits/document.js";
import { packageRoot } from "../../src/base/package/root.js";
import { nmicheckVersion } from "../../src/cli/version.js";
import { nmicheck } from "../cli/nmicheck.js";
import { countedChains } from "../find/chains.js";
import { provisioned } from "../tlc/provisioned.js";
import { expectAsRecorded } from "./asked-anew.js";
import { recorded } from "./recorded.js";

const results = new Results(nmicheckVersion());
const read = (): Promise<string> => readFile(join(packageRoot, "docs", "findings.md"), "utf8");

test("the findings are what the tool finds now, and the evidence says: else `npm run findings`", async () => {
  expect(await read()).toBe(await findingsPage(results, await recorded()));
}, 300_000);

test("the command of a sentence gives the numbers of the sentence", async () => {
  const page = await read();
  const found = await nmicheck(["find", "NoFalseSwallow", "--policy", "mainline", "--json"]);
  const { minimalRuns, mazurkiewiczClasses, scenarios, classes } = findDocumentSchema.parse(
    JSON.parse(found.stdout),
  );
  expect(page).toContain(
    `${minimalRuns} minimal runs, ${mazurkiewiczClasses} up to the order of steps that commute, ${scenarios} up to`,
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

test("what is said to be counted twice is what the full run counts", async () => {
  const [, named = ""] = /with the chains (.*?), it finds the same runs/.exec(await read()) ?? [];
  expect(named.split(/, | and /)).toEqual(countedChains.map((chain) => JSON.stringify(chain)));
});

test("every sentence has a command, and the commands are known", async () => {
  const commands = [...(await read()).matchAll(/\*Proof:\* `nmicheck (\w+)/g)].map(
    ([, name]) => name,
  );
  expect(commands.length).toBeGreaterThan(15);
  expect(new Set(commands)).toEqual(new Set(["find", "limits"]));
});

/** What only a kernel or TLC can have said. */
const words = /compiled `nmi\.c`|booted|TLC2? .*confirm/;

test("without evidence the page says nothing of kernels and of TLC", async () => {
  const [findings = ""] = (await findingsPage(results, [])).split("\n## Who was asked\n");
  expect(findings).not.toMatch(words);
  const [withEvidence = ""] = (await read()).split("\n## Who was asked\n");
  expect(withEvidence).toMatch(words);
}, 300_000);

test("what was asked of another result is not said of this one", async () => {
  const evidence = await recorded();
  const stale = evidence.map((record) => ({
    ...record,
    answers: record.answers.map((answer) => ({ ...answer, asked: "0".repeat(64) })),
  }));
  const [findings = ""] = (await findingsPage(results, stale)).split("\n## Who was asked\n");
  expect(findings).not.toMatch(words);
}, 300_000);

test("a kernel that goes another way is said to", async () => {
  const evidence = (await recorded()).map((record) =>
    record.question === "falseSwallows" && record.engine === "linux:6.1"
      ? {
          ...record,
          version: "6.1.0-other",
          answers: record.answers.map((answer, index) =>
            index === 1
              ? { ...answer, verdict: "diverges" as const, detail: "NMI 2: reported" }
              : answer,
          ),
        }
      : record,
  );
  const page = await findingsPage(results, evidence);
  expect(page).toContain(
    "Not so on the compiled `nmi.c` of Linux 6.1.0-other: cause 2 went another way (NMI 2: reported). *Proof:* `nmicheck find NoFalseSwallow --policy mainline --engine linux:6.1`",
  );
  expect(page).toMatch(/\| `linux:6\.1` \| 6\.1\.0-other \| .* \| does not agree \|/);
}, 300_000);

test("TLC says of the perfect policy what the evidence says; of all others, in the full run", async () => {
  await provisioned();
  const compared = await expectAsRecorded("tlc", (topic) =>
    topic.question === "composition"
      ? { ...topic, items: topic.items.filter(({ shows }) => shows === "perfectPolicy") }
      : topic,
  );
  expect(compared).toBe(1);
}, 300_000);
