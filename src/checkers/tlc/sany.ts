import { basename } from "node:path";
import { regionIn, type TlaRegion } from "./region.js";

/** Something that SANY, the parser of TLA+, found wrong. */
export interface SanyError {
  /** Null where SANY tells no place, for example of a module that it did not find. */
  readonly region: TlaRegion | null;
  readonly text: string;
}

/**
 * The errors in what SANY printed, in its order. SANY writes free text between the messages of
 * TLC's `-tool` stream: syntax errors as they come, then lists (`tla2sany.semantic.Errors`) of
 * semantic errors, of warnings, which are left out here, and of abort messages, which are kept only
 * where nothing else tells what was wrong.
 */
export function sanyErrors(printed: readonly string[]): readonly SanyError[] {
  const { syntax, errors, aborts } = sections(printed.map((line) => line.trim()));
  const found = [...syntaxErrors(syntax), ...listedErrors(errors)];
  return found.length > 0 ? found : listedErrors(aborts);
}

interface Sections {
  readonly syntax: readonly string[];
  readonly errors: readonly string[];
  readonly warnings: readonly string[];
  readonly aborts: readonly string[];
}

const HEADINGS: Readonly<Record<string, keyof Sections>> = {
  Errors: "errors",
  Warnings: "warnings",
  "Abort messages": "aborts",
};

function sections(lines: readonly string[]): Sections {
  const found = {
    syntax: [] as string[],
    errors: [] as string[],
    warnings: [] as string[],
    aborts: [] as string[],
  };
  let current: keyof Sections = "syntax";
  for (const line of lines) {
    const [, heading = ""] = /^\*\*\* (.*): \d+$/.exec(line) ?? [];
    const next = HEADINGS[heading];
    if (next === undefined) found[current].push(line);
    else current = next;
  }
  return found;
}

/** An unexpected token, or a character that no token starts with (`tla2sany.parser`). */
const SYNTAX_ERROR = /^(?:Encountered .*|Lexical error) at line (\d+), column (\d+)/;

function syntaxErrors(lines: readonly string[]): readonly SanyError[] {
  const errors: SanyError[] = [];
  let module = "";
  for (const text of lines) {
    const [, file] = /^Parsing file (.*)$/.exec(text) ?? [];
    if (file !== undefined) module = basename(file, ".tla");
    const [, row, column] = SYNTAX_ERROR.exec(text)?.map(Number) ?? [];
    if (row === undefined || column === undefined) continue;
    const region = { module, line: row, column, endLine: row, endColumn: column };
    errors.push({ region, text });
  }
  return errors;
}

/** Where an entry of a list starts: its place, on a line of its own. */
const ENTRY_START = /^(?:line \d+, col \d+ to .*|In module \w+|Unknown location)$/;

function listedErrors(lines: readonly string[]): readonly SanyError[] {
  const errors: { region: TlaRegion | null; text: string }[] = [];
  for (const line of lines) {
    if (ENTRY_START.test(line)) errors.push({ region: regionIn(line), text: "" });
    const last = errors.at(-1);
    if (line === "" || last === undefined || ENTRY_START.test(line)) continue;
    last.text += last.text === "" ? line : ` ${line}`;
  }
  return errors;
}
