import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { policyNames } from "../../spec/policies/all.js";
import { leftItsRange } from "../../src/analyses/check/diagnostics.js";
import type { Diagnostic } from "../../src/base/diagnostic/diagnostic.js";
import {
  loadingThrew,
  type PolicyDiagnosticCode,
  policyChanged,
  policyNotFound,
  policyShape,
  policyThrew,
  policyUnreadable,
} from "../../src/machine/policy/diagnostics.js";
import { loadPolicy } from "../../src/machine/policy/load.js";
import { type Row, row } from "./row.js";

/** A policy file with one line of it replaced. */
const policy = (
  enter: string,
  before = "",
): string => `import type { Policy } from "nmicheck/policy";
${before}
export const mine: Policy<boolean> = {
  initial: false,
  enter: ${enter},
  proceed: (memory) => ({ memory, walk: "on" }),
  finish: (memory) => ({ memory, unclaimed: "report" }),
};
`;

const sources: Readonly<Record<string, string>> = {
  "it does not type-check": policy("(memory, seen) => memory && seen.latch"),
  "it has a mistake of syntax": "export const mine = {",
  "it uses what the [subset](subset.md) does not have": policy(
    "(memory) => { while (memory) {} return memory; }",
  ),
  "it exports no policy": "export const mine = 3;\n",
  "it exports two": `${policy("(memory) => memory")}export const other: Policy<boolean> = { ...mine };\n`,
  "it imports `node:child_process`": policy(
    '(memory) => { execSync("true"); return memory; }',
    'import { execSync } from "node:child_process";',
  ),
  "it does something when it is loaded": `${policy("(memory) => memory")}console.log(mine);\n`,
  "it reaches for what a kernel cannot see": policy("(memory, seen) => memory && seen.owed"),
  "its name is too long": policy("(memory) => memory").replace("mine", "a".repeat(65)),
};

/** What the compiler says first of each of the files above. */
export async function compiledRows(): Promise<readonly Row[]> {
  const folder = await mkdtemp(join(tmpdir(), "nmicheck-docs-"));
  try {
    const rows: Row[] = [];
    for (const [happens, source] of Object.entries(sources)) {
      const file = join(folder, "mine.ts");
      await writeFile(file, source);
      rows.push(row(happens, await refusalOf(file)));
    }
    return rows;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function refusalOf(file: string): Promise<Diagnostic> {
  const result = await loadPolicy(file);
  const diagnostic = result.kind === "refused" ? result.diagnostics[0] : undefined;
  if (diagnostic === undefined) throw new Error(`${file} was loaded`);
  return diagnostic;
}

/** One row or more for each code: a code without a row does not compile. */
export const policyRows: Readonly<Record<PolicyDiagnosticCode, readonly Row[]>> = {
  "policy/not-found": [row("it is not there", policyNotFound("/x/mine.ts", policyNames))],
  "policy/unreadable": [
    row(
      "it cannot be read",
      policyUnreadable("/x/mine.ts", new Error("EACCES: permission denied")),
    ),
  ],
  "policy/shape": [row("what it exports is none when it runs", policyShape("/x/mine.ts", "mine"))],
  "policy/changed": [
    row("it is another one by the time that several CPUs are asked", policyChanged("/x/mine.ts")),
  ],
  "policy/loading-threw": [
    row("it throws when it is loaded", loadingThrew("/x/mine.ts", new Error("odd"), undefined)),
  ],
  "policy/threw": [
    row(
      "a function of it throws",
      policyThrew(
        "enter",
        [2, { backToBack: false, handled: 0 }],
        new RangeError("index 2 is outside an array of 2 items"),
        undefined,
      ),
    ),
  ],
};

export const rangeRow: Row = row(
  "its memory leaves its range",
  leftItsRange(
    "`policyMemory` became 3, which is not a whole number from 0 to 2",
    "raise(0, 0), deliver …",
    "user",
  ),
);
