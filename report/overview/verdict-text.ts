import type { ReportVerdict } from "../../src/report/document.js";
import type { Report } from "../data/report.js";

const marks = { holds: "✓", violated: "✗", bounded: "…", failed: "!" } as const;

/** A sign for a verdict, beside its word: colour alone says nothing to some. */
export function verdictMark({ verdict }: Pick<ReportVerdict, "verdict">): string {
  return marks[verdict];
}

/** The states of a verdict's counterexample, the initial one included, as the scorecard counts. */
export function counterexampleStates(report: Report, verdict: ReportVerdict): number | null {
  const { counterexample } = verdict;
  const trace = counterexample === undefined ? undefined : report.trace(counterexample);
  return trace === undefined ? null : trace.events.length + 1;
}

/** `holds`, `violated in 14`: what the scorecard says. */
export function verdictText(report: Report, verdict: ReportVerdict): string {
  const states = counterexampleStates(report, verdict);
  return states === null ? verdict.verdict : `${verdict.verdict} in ${states}`;
}
