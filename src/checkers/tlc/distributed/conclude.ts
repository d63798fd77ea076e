import { Diagnostic } from "../../../base/diagnostic/diagnostic.js";
import { brokenBy, failed, type RunEnd, success } from "../conclude.js";
import type { TlcState } from "../events.js";
import type { TlcOutcome } from "../outcome.js";
import type { RunRecord } from "../record.js";
import * as diagnostics from "../run-diagnostics.js";

/**
 * The answer of a server that has ended. TLC 2.18's server exits with 0 whatever it found, and it
 * tells a violation by two states alone, the last one of which breaks something. So a success needs
 * all that a success of one machine needs, and no state at all; a violation needs a state that
 * breaks one of the invariants that were asked about.
 *
 * Counts of generated states and the depth depend on which worker did what, and may be others in the
 * next run; that of distinct states may not.
 */
export function concludeDistributed(
  record: RunRecord,
  end: RunEnd,
  violatedBy: (state: TlcState) => string | null,
): TlcOutcome {
  const diagnostic = brokenBy(record, end);
  if (diagnostic !== null) return failed(record, diagnostic);
  const { exit } = end;
  if (exit.kind === "timeout" && record.states.length === 0) {
    const { progress: reached } = record;
    return { kind: "bounded", seconds: exit.seconds, reached, printed: [], shown: [] };
  }
  const last = record.states.at(-1);
  if (last !== undefined && record.collision === null) {
    const invariant = violatedBy(last);
    if (invariant === null) {
      const what = "it shows a state that breaks nothing that was asked about";
      return failed(record, diagnostics.contradiction("it stops with an error", what));
    }
    const { states, counts } = record;
    const depth = record.progress?.depth ?? states.length;
    return { kind: "violated", invariant, states, counts, depth };
  }
  const answer = success(record);
  if (answer instanceof Diagnostic) return failed(record, answer);
  if (exit.kind === "code" && exit.code === 0) return answer;
  const how = exit.kind === "code" ? `its exit code is ${exit.code}` : "it did not end by itself";
  return failed(record, diagnostics.contradiction("it says that no error has been found", how));
}
