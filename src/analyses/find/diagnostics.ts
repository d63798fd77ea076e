import { Diagnostic } from "../../base/diagnostic/diagnostic.js";
import type { Completeness } from "./minimal-runs.js";

/** The codes of what a search for scenarios can fail with. */
export type FindDiagnosticCode = "find/too-many-runs";

/** There are more minimal runs than can be looked at one by one. */
export function tooManyRuns(
  count: bigint,
  most: number,
  completeness: Completeness,
): Diagnostic<FindDiagnosticCode> {
  const within =
    completeness.is === "complete"
      ? ""
      : ` of at most ${completeness.maxEvents} events of the environment`;
  return new Diagnostic({
    code: "find/too-many-runs",
    blame: "user",
    message: `there are ${count} minimal runs${within}, and at most ${most} are sorted by cause.`,
    remedy: "bound them with `--max-events N`, or ask for a shorter chain.",
  });
}
