import { Diagnostic } from "../../base/diagnostic/diagnostic.js";

/** What can be wrong with what is wanted of reports. */
export type ReporterDiagnosticCode = "reporters/two-on-stdout" | "reporters/unwritable";

/** Two documents on one stream are none. */
export function twoOnStdout(first: string, second: string): Diagnostic<ReporterDiagnosticCode> {
  return new Diagnostic({
    code: "reporters/two-on-stdout",
    blame: "user",
    message: `the reports \`${first}\` and \`${second}\` cannot both go to standard output.`,
    remedy: `give one of them a file: \`--reporter ${second}=FILE\`.`,
  });
}

/** A report cannot be written. */
export function reportUnwritable(file: string, why: string): Diagnostic<ReporterDiagnosticCode> {
  return new Diagnostic({
    code: "reporters/unwritable",
    blame: "user",
    message: `the report ${file} cannot be written: ${why}.`,
    remedy: "check that the folder is there, that you may write to it, and that the disk has room.",
  });
}
