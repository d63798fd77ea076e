/** A stretch of a TLA+ module, as SANY and TLC tell it; lines and columns count from 1. */
export interface TlaRegion {
  readonly module: string;
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
}

/** Both forms that are printed: `line 7, col 9 to …of module M`, `Line 7, column 9 to … in M`. */
const REGION =
  /[Ll]ine (\d+), col(?:umn)? (\d+) to line (\d+), col(?:umn)? (\d+) (?:of module|in) (\w+)/;

/** The first region that `text` names. */
export function regionIn(text: string): TlaRegion | null {
  const [, line, column, endLine, endColumn, module] = REGION.exec(text) ?? [];
  if (module === undefined) return null;
  return {
    module,
    line: Number(line),
    column: Number(column),
    endLine: Number(endLine),
    endColumn: Number(endColumn),
  };
}

/** Every region that `text` names, in order. */
export function regionsIn(text: string): readonly TlaRegion[] {
  const all = text.match(new RegExp(REGION, "g")) ?? [];
  return all.flatMap((found) => regionIn(found) ?? []);
}
