import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { findingsPage } from "../../src/analyses/findings/page.js";
import { Results } from "../../src/analyses/findings/results.js";
import { packageRoot } from "../../src/base/package/root.js";
import { nmicheckVersion } from "../../src/cli/version.js";
import { expectAsRecorded } from "../findings/asked-anew.js";
import { recorded } from "../findings/recorded.js";

const results = new Results(nmicheckVersion());
const read = (): Promise<string> => readFile(join(packageRoot, "docs", "findings.md"), "utf8");

test("the findings are what the tool finds now, and the evidence says: else `npm run findings`", async () => {
  expect(await read()).toBe(await findingsPage(results, await recorded()));
});

/** What only a kernel or TLC can have said. */
const words = /compiled `nmi\.c`|booted|TLC2? .*confirm/;

test("without evidence the page says nothing of kernels and of TLC", async () => {
  const [findings = ""] = (await findingsPage(results, [])).split("\n## Who was asked\n");
  expect(findings).not.toMatch(words);
  const [withEvidence = ""] = (await read()).split("\n## Who was asked\n");
  expect(withEvidence).toMatch(words);
});

test("what was asked of another result is not said of this one", async () => {
  const evidence = await recorded();
  const stale = evidence.map((record) => ({
    ...record,
    answers: record.answers.map((answer) => ({ ...answer, asked: "0".repeat(64) })),
  }));
  const [findings = ""] = (await findingsPage(results, stale)).split("\n## Who was asked\n");
  expect(findings).not.toMatch(words);
});

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
});

test("TLC says of every observer what the findings say it does", async () => {
  expect(await expectAsRecorded("tlc")).toBe(1);
});
