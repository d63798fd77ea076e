import pc from "picocolors";
import { plainText } from "../../base/document/plain-text.js";
import type { GateOutcome, VerdictOutcome } from "../gate/outcome.js";
import { passes, reasonsOf } from "../gate/outcome.js";
import type { Reason } from "../gate/reason.js";
import type { Reporter, ReportStyle } from "./reporter.js";
import {
  checkerText,
  pathFrom,
  placeText,
  resultText,
  subjectText,
  summaryText,
} from "./wording.js";

/** What the user reads. */
export const terminalReport: Reporter = (run, style) => {
  const paint = pc.createColors(style.colour);
  const lines = [
    `${paint.bold("nmicheck")} ${run.nmicheck} gate: ${plainText(pathFrom(style.folder, run.config))}, ${checkerText(run.checker)}`,
    "",
    ...run.gates.flatMap((gate) => gateLines(gate, style)),
    ...run.reasons.flatMap((reason) => reasonLines(reason, style)),
    "",
    (passes(run) ? paint.green : paint.red)(summaryText(run)),
  ];
  return `${lines.join("\n")}\n`;
};

function gateLines(gate: GateOutcome, style: ReportStyle): readonly string[] {
  const paint = pc.createColors(style.colour);
  const isPassed = reasonsOf(gate).length === 0;
  const mark = isPassed ? paint.green("pass") : paint.red("FAIL");
  const from = gate.cached ? ", from the cache" : `, ${gate.seconds.toFixed(1)} s`;
  const head = `${mark}  ${paint.bold(gate.name)}  ${plainText(subjectText(gate))}: ${resultText(gate)}${from}`;
  const verdicts = gate.kind === "verdicts" ? gate.verdicts : [];
  return [
    head,
    ...gate.reasons.flatMap((reason) => reasonLines(reason, style)),
    ...verdicts.flatMap((verdict) => verdictLines(verdict, style)),
  ];
}

function verdictLines(verdict: VerdictOutcome, style: ReportStyle): readonly string[] {
  return verdict.reasons.flatMap((reason) => reasonLines(reason, style));
}

function reasonLines(
  { code, message, details, place }: Reason,
  style: ReportStyle,
): readonly string[] {
  const paint = pc.createColors(style.colour);
  const at = place === null ? [] : [`        at ${plainText(placeText(place, style.folder))}`];
  return [
    `      ${paint.red(`[${code}]`)} ${plainText(message)}`,
    ...at,
    ...details.map((line) => `        ${painted(plainText(line), style)}`),
  ];
}

/** The lines of a difference in the colours that people know. */
function painted(line: string, { colour }: ReportStyle): string {
  const paint = pc.createColors(colour);
  if (line.startsWith("- ")) return paint.red(line);
  if (line.startsWith("+ ")) return paint.green(line);
  return line;
}
