import { getBorderCharacters, table } from "table";
import { type SubjectKey, subjectKey } from "../analyses/check/question.js";
import type { Checker, CheckResult } from "../analyses/check/result.js";
import { axesText } from "../machine/configuration/axes-text.js";
import { everyProperty, type NmiAnyProperty } from "../machine/model/property-names.js";
import { traceLength } from "../machine/trace/length.js";
import type { Trace } from "../machine/trace/schema.js";
import { grouped } from "../machine/trace/words.js";
import { palette } from "./output.js";

function cell(result: CheckResult | undefined, colour: boolean): string {
  const paint = palette(colour);
  if (result === undefined) return "";
  const { verdict } = result;
  switch (verdict.verdict) {
    case "holds":
      return paint.green("holds");
    case "violated": {
      const length = `${traceLength(verdict.trace)}${goesOn(verdict.trace)}`;
      return paint.red(`violated in ${length}`);
    }
    case "bounded":
      return paint.yellow("bounded");
    case "failed":
      return paint.magenta("failed");
  }
}

/** How a counterexample that never ends goes on. */
function goesOn({ loop, events }: Trace): string {
  if (loop === undefined) return "";
  return loop === events.length ? ", stops" : `, cycle of ${events.length - loop}`;
}

/** What the machine of a row has beside the core. */
function machineCell(result: CheckResult | undefined): string {
  const names = result?.axes?.names ?? {};
  return Object.keys(names).length === 0 ? "none" : axesText(names);
}

/** Who stands behind the verdicts of a row, in one or two words. */
function certificate(row: readonly CheckResult[], checker: Checker): string {
  if (checker.name === "explorer") return "not by TLC";
  return row.every((result) => result.certified) ? "by TLC" : "not certified";
}

/** The engines that played every counterexample of a row. */
function replayed(row: readonly CheckResult[]): string {
  const violated = row.filter((result) => result.verdict.verdict === "violated");
  if (violated.length === 0) return "";
  const engines = new Set(violated.flatMap((result) => result.replayedOn));
  const onAll = [...engines].filter((engine) =>
    violated.every((result) => result.replayedOn.includes(engine)),
  );
  return onAll.length === 0 ? "not replayed" : `replayed on ${onAll.join(", ")}`;
}

/**
 * The distinct states of a row. TLC may stop where it finds a violation: where nothing holds, it
 * may not have seen them all.
 */
function statesText(row: readonly CheckResult[], checker: Checker): string {
  const states = Math.max(...row.map(({ verdict }) => verdict.measured.states.distinct));
  const isWhole =
    checker.name === "explorer"
      ? row.every(({ verdict }) => verdict.verdict === "holds" || verdict.verdict === "violated")
      : row.some(({ verdict }) => verdict.verdict === "holds" || verdict.measured.isWhole === true);
  return isWhole ? grouped(states) : `≥ ${grouped(states)}`;
}

/**
 * The table of the verdicts: a row for each policy and machine, a column for each property.
 *
 * @param checker null while the check goes on: then only the verdicts are shown
 */
export function scorecard(
  results: readonly CheckResult[],
  checker: Checker | null,
  colour: boolean,
): string {
  const rows = new Map<SubjectKey, CheckResult[]>();
  for (const result of results) {
    const key = subjectKey(result);
    rows.set(key, [...(rows.get(key) ?? []), result]);
  }
  const hasAxes = results.some(({ axes }) => axes !== undefined);
  const properties: readonly NmiAnyProperty[] = everyProperty.filter((property) =>
    results.some((result) => result.property === property),
  );
  const head = [
    "policy",
    "platform",
    ...(hasAxes ? ["axes"] : []),
    ...properties,
    ...(checker === null ? [] : ["states", "certified", "counterexamples"]),
  ];
  const body = [...rows.values()].map((row) => {
    const [first] = row;
    return [
      first?.policy.name ?? "",
      first?.platform.name ?? "",
      ...(hasAxes ? [machineCell(first)] : []),
      ...properties.map((property) =>
        cell(
          row.find((result) => result.property === property),
          colour,
        ),
      ),
      ...(checker === null
        ? []
        : [statesText(row, checker), certificate(row, checker), replayed(row)]),
    ];
  });
  return table([head, ...body], {
    border: getBorderCharacters("void"),
    columnDefault: { paddingLeft: 0, paddingRight: 2 },
    columns: checker === null ? {} : { [head.indexOf("states")]: { alignment: "right" } },
    drawHorizontalLine: () => false,
  }).replace(/[ ]+$/gm, "");
}
