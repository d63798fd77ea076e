import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { packageRoot } from "../../src/package/root.js";
import { engineRows, type Row, replayRows } from "./engine-rows.js";

/** A row of the table: what happens, what is shown first (the evidence follows it), the exit code. */
function tableRow({ happens, fault }: Row): string {
  const [first = ""] = fault.message.split("\n");
  const exitCode = fault.blame === "user" ? 2 : 3;
  return `| ${happens} | \`\` error[${fault.code}]: ${first} \`\` | ${exitCode} |`;
}

/** The rows of the table that follows on a heading, without its head. */
async function documentedRows(heading: string): Promise<readonly string[]> {
  const text = await readFile(join(packageRoot, "docs", "reliability.md"), "utf8");
  const section = text.split(`\n## ${heading}\n`)[1]?.split("\n## ")[0] ?? "";
  const rows = section.split("\n").filter((line) => line.includes("error["));
  return rows.map((line) => line.replace(/ +\|/g, " |"));
}

describe("docs/reliability.md shows what is really shown", () => {
  test.each([
    ["Engines", Object.values(engineRows).flat()],
    ["Replay", Object.values(replayRows).flat()],
  ])("%s", async (heading, rows) => {
    expect(await documentedRows(heading)).toEqual(rows.map(tableRow));
  });
});
