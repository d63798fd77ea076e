/** An error as gcc tells it; lines and columns count from 1. */
export interface GccError {
  /** As gcc names it: of a tree's files from the top of the tree. */
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly text: string;
}

/** The errors in what gcc says, in its order; its notes, warnings and excerpts are left out. */
export function gccErrors(diagnostics: string): readonly GccError[] {
  return [...diagnostics.matchAll(/^([^\s:]+):(\d+):(\d+): (?:fatal )?error: (.*)$/gm)].map(
    ([, file = "", line, column, text = ""]) => ({
      file,
      line: Number(line),
      column: Number(column),
      text,
    }),
  );
}
