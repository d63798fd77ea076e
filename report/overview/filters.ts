import { machineName, type ToldMachine } from "../../src/machine/configuration/axes-text.js";
import type { ReportScenarios, ReportVerdict } from "../../src/report/document.js";
import type { Filter } from "../data/route.js";

interface Asked extends ToldMachine {
  readonly policy: string;
  readonly property: string;
}

function isOf(asked: Asked, filter: Filter): boolean {
  const { policy, property } = asked;
  return (
    (filter.policy === "" || filter.policy === policy) &&
    (filter.platform === "" || filter.platform === machineName(asked)) &&
    (filter.property === "" || filter.property === property)
  );
}

/** Whether a verdict is to be shown. */
export function showsVerdict(verdict: ReportVerdict, filter: Filter): boolean {
  return isOf(verdict, filter) && (filter.verdict === "" || filter.verdict === verdict.verdict);
}

/** The class of scenarios of a question, with its place among all of them, counted from 1. */
export interface ListedClass {
  readonly scenarios: ReportScenarios;
  readonly one: ReportScenarios["classes"][number];
  readonly number: number;
}

/** The causes to be shown; the text of the filter is looked for in them, whatever its case. */
export function shownClasses(
  scenarios: readonly ReportScenarios[],
  filter: Filter,
): readonly ListedClass[] {
  const text = filter.text.trim().toLowerCase();
  if (filter.verdict !== "" && filter.verdict !== "violated") return [];
  return scenarios
    .filter((question) => isOf(question, filter))
    .flatMap((question) =>
      question.classes.map((one, index) => ({ scenarios: question, one, number: index + 1 })),
    )
    .filter(({ one }) => text === "" || one.facts.join("; ").toLowerCase().includes(text));
}

/** The values of a field of the verdicts, each once, in order. */
export function choices(
  verdicts: readonly ReportVerdict[],
  field: (verdict: ReportVerdict) => string,
): readonly string[] {
  return [...new Set(verdicts.map(field))];
}
