import { Diagnostic } from "../base/diagnostic/diagnostic.js";

/** The codes of what the making of a report can fail with. */
export type ReportDiagnosticCode =
  | "report/not-ours"
  | "report/no-file"
  | "report/unwritable"
  | "report/page-missing"
  | "report/no-atlas"
  | "report/not-opened";

/** There is a file at the place of the report, and it is not a report. */
export function notOurs(file: string): Diagnostic<ReportDiagnosticCode> {
  return new Diagnostic({
    code: "report/not-ours",
    blame: "user",
    message: `\`${file}\` is there already, and is not a report of nmicheck: it was left as it is.`,
    remedy: "name another file with `--out FILE`, or say `--force` to replace it.",
  });
}

/** What is at the place of the report cannot be a file. */
export function noFile(file: string): Diagnostic<ReportDiagnosticCode> {
  return new Diagnostic({
    code: "report/no-file",
    blame: "user",
    message: `\`${file}\` is not a file.`,
    remedy: "name a file with `--out FILE`.",
  });
}

/** The system refuses to write the report. */
export function unwritable(file: string, cause: unknown): Diagnostic<ReportDiagnosticCode> {
  const why = cause instanceof Error ? cause.message : String(cause);
  return new Diagnostic({
    code: "report/unwritable",
    blame: "user",
    message: `the report was not written to \`${file}\`: ${why}.`,
    remedy: "name another file with `--out FILE`.",
    cause,
  });
}

/** The page that a report is made of is not in the package. */
export function pageMissing(file: string, cause: unknown): Diagnostic<ReportDiagnosticCode> {
  return new Diagnostic({
    code: "report/page-missing",
    blame: "tool",
    message: `the page of the report is not there: \`${file}\`.`,
    remedy: "`npm run build` makes it in a clone; elsewhere, install nmicheck again.",
    cause,
  });
}

/** No browser opened the report. */
export function notOpened(file: string, why: string): Diagnostic<ReportDiagnosticCode> {
  return new Diagnostic({
    code: "report/not-opened",
    blame: "tool",
    message: `no browser was opened: ${why}.`,
    remedy: `open \`${file}\` yourself.`,
  });
}

/** What should be a survey of the machines with axes is none. */
export function noAtlas(file: string, why: string): Diagnostic<ReportDiagnosticCode> {
  return new Diagnostic({
    code: "report/no-atlas",
    blame: "user",
    message: `\`${file}\` is not an atlas: ${why.replace(/\.$/, "")}.`,
    remedy: "`nmicheck atlas --out FOLDER` writes one, as atlas.json; `--no-atlas` leaves it out.",
  });
}
