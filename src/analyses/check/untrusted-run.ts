import { type ExaminedRun, touching } from "../../checkers/advisory/advisories.js";
import { commandLine, type TlcTask } from "../../checkers/tlc/command-line.js";
import { knownBug } from "../../checkers/tlc/diagnostics.js";
import type { TlcRun } from "../../checkers/tlc/run.js";

/**
 * The end of a run that is not begun, since a known bug of TLC could change its verdict; null for a
 * run that none can touch.
 */
export function untrustedRun(examined: Omit<ExaminedRun, "line">, task: TlcTask): TlcRun | null {
  const run: ExaminedRun = { ...examined, line: commandLine(task, "", "") };
  const [first] = touching(run);
  if (first === undefined) return null;
  const diagnostic = knownBug(first.bug, first.about, first.needs);
  return { outcome: { kind: "failed", diagnostic, reached: null }, version: null, seconds: 0 };
}
