import { appendFile } from "node:fs/promises";
import { resolve } from "node:path";
import { reasonOf } from "../../base/diagnostic/system-error.js";
import { isInside } from "../../compiler/lang/display-path.js";
import { readName } from "../../machine/configuration/read.js";
import type { GateRun } from "../gate/outcome.js";
import { reportUnwritable, twoOnStdout } from "./diagnostics.js";
import { writeReportFile } from "./report-file.js";
import type { Reporter } from "./reporter.js";

/** The reports that there are, as `--reporter` takes them. */
export const reporterNames = ["terminal", "json", "junit", "sarif", "github"] as const;

export type ReporterName = (typeof reporterNames)[number];

/** A report, and the file that it goes to; null for standard output. */
export interface ChosenReport {
  readonly name: ReporterName;
  readonly file: string | null;
}

/**
 * Reads what `--reporter` was given, `NAME` or `NAME=FILE`, as often as it was. Without a report for
 * standard output the user reads there; annotations for GitHub may stand among what they read.
 *
 * @throws Diagnostic `configuration/unknown-name`, `reporters/two-on-stdout`
 */
export function parseReporters(given: readonly string[], json: boolean): readonly ChosenReport[] {
  const chosen = [...given, ...(json ? ["json"] : [])].map((text): ChosenReport => {
    const at = text.indexOf("=");
    const name = readName("reporter", at === -1 ? text : text.slice(0, at), reporterNames);
    return { name, file: at === -1 ? null : resolve(text.slice(at + 1)) };
  });
  const [first, second] = chosen.filter(({ name, file }) => file === null && name !== "github");
  if (first === undefined) return [{ name: "terminal", file: null }, ...chosen];
  if (second !== undefined) throw twoOnStdout(first.name, second.name);
  return chosen;
}

/** Where reports are written, and how they may look. */
export interface ReportTarget {
  readonly answer: (text: string) => void;
  readonly colour: boolean;
  readonly folder: string;
}

/**
 * Writes every report. On GitHub the summary of the job is one more.
 *
 * @throws Diagnostic `reporters/unwritable`
 */
export async function writeReports(
  run: GateRun,
  reports: readonly ChosenReport[],
  { answer, colour, folder }: ReportTarget,
): Promise<void> {
  for (const { name, file } of reports) {
    const report = await load(name);
    const from = name === "sarif" || name === "github" ? repositoryOf(folder) : folder;
    if (file === null) answer(report(run, { colour, folder: from }));
    else await writeReportFile(file, report(run, { colour: false, folder: from }));
  }
  const { GITHUB_STEP_SUMMARY: summary = "" } = process.env;
  if (summary !== "" && reports.some(({ name }) => name === "github")) {
    const { githubSummary } = await import("./github-summary.js");
    try {
      await appendFile(summary, githubSummary(run, { colour: false, folder }));
    } catch (error) {
      throw reportUnwritable(summary, reasonOf(error));
    }
  }
}

/**
 * GitHub reads the places of annotations and of SARIF from the top of the repository on, wherever in
 * it a step works.
 */
function repositoryOf(folder: string): string {
  const { GITHUB_WORKSPACE: workspace = "" } = process.env;
  return workspace !== "" && isInside(workspace, folder) ? workspace : folder;
}

/** Each report is loaded only when it is wanted. */
async function load(name: ReporterName): Promise<Reporter> {
  switch (name) {
    case "terminal":
      return (await import("./terminal.js")).terminalReport;
    case "json":
      return (await import("./document.js")).jsonReport;
    case "junit":
      return (await import("./junit.js")).junitReport;
    case "sarif":
      return (await import("./sarif.js")).sarifReport;
    case "github":
      return (await import("./github.js")).githubReport;
  }
}
