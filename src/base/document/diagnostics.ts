import { Diagnostic, type Place } from "../diagnostic/diagnostic.js";

/** Everything that can be wrong with a JSON document of nmicheck's own, whatever it holds. */
export type DocumentDiagnosticCode =
  | "document/no-file"
  | "document/unreadable"
  | "document/too-large"
  | "document/not-text"
  | "document/not-json"
  | "document/cut-off"
  | "document/too-deep"
  | "document/schema-version"
  | "document/shape"
  | "document/edited";

/** What a document is, for those who read about it. */
export interface DocumentKind {
  /** Stands after "the": `pins`, `certificate`. */
  readonly noun: string;
  /** The name and version in its field `schema`. */
  readonly schema: string;
  /** What makes it anew. */
  readonly remedy: string;
}

function diagnostic(
  code: DocumentDiagnosticCode,
  kind: DocumentKind,
  message: string,
  place?: Place,
): Diagnostic<DocumentDiagnosticCode> {
  return new Diagnostic({
    code,
    blame: "user",
    message,
    remedy: kind.remedy,
    ...(place === undefined ? {} : { place }),
  });
}

export function noFile(kind: DocumentKind, file: string): Diagnostic<DocumentDiagnosticCode> {
  return diagnostic("document/no-file", kind, `there is no file ${file}.`);
}

export function unreadable(
  kind: DocumentKind,
  file: string,
  why: string,
): Diagnostic<DocumentDiagnosticCode> {
  return diagnostic("document/unreadable", kind, `${file} cannot be read: ${why}.`);
}

export function tooLarge(
  kind: DocumentKind,
  file: string,
  most: number,
): Diagnostic<DocumentDiagnosticCode> {
  return diagnostic(
    "document/too-large",
    kind,
    `${file} has more than ${most / 2 ** 20} MB, which is not read as a ${kind.noun}.`,
  );
}

export function notText(kind: DocumentKind, file: string): Diagnostic<DocumentDiagnosticCode> {
  return diagnostic("document/not-text", kind, `${file} is not a text in UTF-8.`);
}

/** @param problem what a reader of JSON stumbles over */
export function notJson(
  kind: DocumentKind,
  problem: string,
  place: Place,
): Diagnostic<DocumentDiagnosticCode> {
  return diagnostic("document/not-json", kind, `the ${kind.noun} is not JSON: ${problem}.`, place);
}

export function cutOff(kind: DocumentKind, place: Place): Diagnostic<DocumentDiagnosticCode> {
  return diagnostic(
    "document/cut-off",
    kind,
    `the ${kind.noun} is cut off: the file ends here.`,
    place,
  );
}

export function tooDeep(kind: DocumentKind, file: string): Diagnostic<DocumentDiagnosticCode> {
  return diagnostic(
    "document/too-deep",
    kind,
    `${file} is nested too deeply to be a ${kind.noun}.`,
  );
}

export function schemaVersion(
  kind: DocumentKind,
  found: string | null,
  place: Place,
): Diagnostic<DocumentDiagnosticCode> {
  const what = found === null ? "does not say what it is" : `is written in ${found}`;
  return diagnostic(
    "document/schema-version",
    kind,
    `the ${kind.noun} ${what}; this nmicheck reads ${kind.schema}.`,
    place,
  );
}

export function shape(
  kind: DocumentKind,
  problem: string,
  place: Place,
): Diagnostic<DocumentDiagnosticCode> {
  return diagnostic("document/shape", kind, `the ${kind.noun} is malformed: ${problem}.`, place);
}

/** Its own digest does not fit what it says. */
export function edited(kind: DocumentKind, place: Place): Diagnostic<DocumentDiagnosticCode> {
  return diagnostic(
    "document/edited",
    kind,
    `the ${kind.noun} was changed after nmicheck wrote it: its SHA-256 is another one.`,
    place,
  );
}
