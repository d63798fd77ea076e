/** What a patch does to one file. */
export interface PatchedFile {
  /** Its path in the tree, without the `a/` and `b/` of git. */
  readonly path: string;
  /** Its hunks, as they stand in the patch; none for a binary one. */
  readonly hunks: readonly string[];
}

/** The lines of a file, after the change, that a hunk adds, or between which it removes some. */
export interface ChangedLines {
  readonly line: number;
  readonly endLine: number;
}

/** The lines that a hunk changes, by the numbers that the patch gives them. */
export function changedLines(hunk: string): ChangedLines {
  const [header = "", ...lines] = hunk.split("\n");
  let line = Number(/^@@ -\S+ \+(\d+)/.exec(header)?.[1] ?? 1);
  const changed: number[] = [];
  for (const { 0: mark } of lines) {
    if (mark === "+" || mark === "-") changed.push(Math.max(line, 1));
    if (mark !== "-" && mark !== "\\") line++;
  }
  const added = changed.length === 0 ? [Math.max(line - 1, 1)] : changed;
  return { line: Math.min(...added), endLine: Math.max(...added) };
}

/**
 * The files that a patch changes, in the order in which it does: a unified diff, a mail of `git
 * format-patch`, or a mailbox of several. Whatever stands between is passed over.
 */
export function patchedFiles(text: string): readonly PatchedFile[] {
  const lines = text.split(/\r?\n/);
  const files: PatchedFile[] = [];
  for (let index = 0; index < lines.length; index++) {
    const binary = /^(?:Binary files \S+ and (\S+) differ|diff --git \S+ (\S+))$/.exec(
      lines[index] ?? "",
    );
    if (binary?.[1] !== undefined) files.push({ path: plainPath(binary[1]), hunks: [] });
    if (binary?.[2] !== undefined && isBinary(lines, index)) {
      files.push({ path: plainPath(binary[2]), hunks: [] });
    }
    const [before, after, first] = lines.slice(index, index + 3);
    if (!isHeader(before, "--- ") || !isHeader(after, "+++ ") || !HUNK.test(first ?? "")) continue;
    const hunks: string[] = [];
    index += 2;
    for (let length = hunkLength(lines, index); length > 0; length = hunkLength(lines, index)) {
      hunks.push(`${lines.slice(index, index + length).join("\n")}\n`);
      index += length;
    }
    index--;
    const name = nameIn(after) === "/dev/null" ? nameIn(before) : nameIn(after);
    files.push({ path: plainPath(name), hunks });
  }
  return files;
}

const HUNK = /^@@ -\d+(?:,(\d+))? \+\d+(?:,(\d+))? @@/;

function isHeader(line: string | undefined, mark: string): line is string {
  return line?.startsWith(mark) === true;
}

/** `+++ b/arch/x86/kernel/nmi.c\t2026-01-01` */
function nameIn(header: string): string {
  return (header.slice(4).split("\t")[0] ?? "").trim();
}

function plainPath(name: string): string {
  return name.replace(/^[ab]\//, "");
}

function isBinary(lines: readonly string[], index: number): boolean {
  const rest = lines.slice(index + 1, index + 6);
  const end = rest.findIndex((line) => line.startsWith("diff --git "));
  return rest.slice(0, end < 0 ? rest.length : end).includes("GIT binary patch");
}

/** How many lines the hunk at a line has, its header with them; 0 where there is none. */
function hunkLength(lines: readonly string[], start: number): number {
  const found = HUNK.exec(lines[start] ?? "");
  if (found === null) return 0;
  let before = Number(found[1] ?? 1);
  let after = Number(found[2] ?? 1);
  let at = start + 1;
  for (; (before > 0 || after > 0) && at < lines.length; at++) {
    const mark = (lines[at] ?? "").charAt(0);
    if (mark !== "+" && mark !== "\\") before--;
    if (mark !== "-" && mark !== "\\") after--;
  }
  while ((lines[at] ?? "").startsWith("\\")) at++;
  return at - start;
}
