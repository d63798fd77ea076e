import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { packageRoot } from "../../src/base/package/root.js";
import { advisoryTable } from "./advisory-rows.js";
import { anyCommandRows, commandLineRows } from "./command-line-rows.js";
import { engineRows, replayRows } from "./engine-rows.js";
import { hardwareRows } from "./hardware-rows.js";
import { linuxRows, qemuRows } from "./kernel-rows.js";
import { outRows } from "./out-rows.js";
import { compiledRows, policyRows, rangeRow } from "./policy-rows.js";
import { type Row, tableRow } from "./row.js";
import { runRows, setupRows, tlcRows } from "./tlc-rows.js";
import { traceRows } from "./trace-rows.js";

/** The rows of the table that follows on a heading, without its head. */
async function documentedRows(heading: string): Promise<readonly string[]> {
  const text = await readFile(join(packageRoot, "docs", "reliability.md"), "utf8");
  const section = text.split(`\n## ${heading}\n`)[1]?.split("\n## ")[0] ?? "";
  const rows = section.split("\n").filter((line) => line.includes("error["));
  return rows.map((line) => line.replace(/ +\|/g, " |"));
}

const all = (rows: Readonly<Record<string, readonly Row[]>>): readonly Row[] =>
  Object.values(rows).flat();

const sections: Readonly<Record<string, () => Promise<readonly Row[]>>> = {
  "Command line": async () => [...all(commandLineRows), ...anyCommandRows],
  "Policy files": async () => [...all(policyRows), ...(await compiledRows()), rangeRow],
  "What is written": async () => all(outRows),
  Traces: async () => all(traceRows),
  "Java, Maven, the jar and folders": async () => all(setupRows),
  TLC: async () => all(runRows),
  Engines: async () => all(engineRows),
  Replay: async () => all(replayRows),
  "The kernel's own nmi.c": async () => all(linuxRows),
  "A booted kernel": async () => all(qemuRows),
  "A module for your own machine": async () => all(hardwareRows),
};

describe("docs/reliability.md shows what is really shown", () => {
  test.each(Object.entries(sections))("%s", async (heading, rows) => {
    expect(await documentedRows(heading)).toEqual((await rows()).map(tableRow));
  });

  test("the known bugs of TLC are those of the code", async () => {
    const text = await readFile(join(packageRoot, "docs", "reliability.md"), "utf8");
    const rows = text.split("\n").filter((line) => line.startsWith("| tlaplus#"));
    expect(rows).toEqual(advisoryTable);
  });

  test("every code of TLC's has a row in one of its two sections", () => {
    expect(Object.keys(tlcRows)).toHaveLength(
      Object.keys(setupRows).length + Object.keys(runRows).length,
    );
  });
});
