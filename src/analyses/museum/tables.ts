import { axesText } from "../../machine/configuration/axes-text.js";
import { exhibits } from "../../machine/policy/museum.js";
import type { Machine } from "../../machine/subject.js";
import { markdownTable } from "../findings/statement.js";
import { type Best, bestOf, type Cost } from "./order.js";
import { type MuseumProperty, type MuseumVerdict, museumProperties } from "./properties.js";
import type { MuseumRow } from "./survey.js";

/** A name as Markdown shows what is typed. */
export function code(name: string): string {
  return `\`${name}\``;
}

/** The rows of one machine, in the order of the policies. */
export function rowsOn(rows: readonly MuseumRow[], machine: Machine): readonly MuseumRow[] {
  const key = keyOf(machine);
  return rows.filter((row) => keyOf(row) === key);
}

/** What tells the machines of the museum apart. */
export function keyOf({ platform: { name, chain, rips }, axes }: Machine): string {
  return JSON.stringify([name, chain, rips, axes?.names ?? null]);
}

/** A machine in a table: what it has of the axes, else its platform. */
export function machineCell({ platform, axes }: Machine): string {
  return axes === undefined ? platform.name : code(axesText(axes.names));
}

/** A property that is not asked of the core holds there. */
function verdictOf({ verdicts }: MuseumRow, property: MuseumProperty): MuseumVerdict {
  return verdicts[property] ?? "holds";
}

/** What each policy does, what it remembers, and where it is from. */
export function exhibitTable(): string {
  return markdownTable([
    ["policy", "what it does with an NMI that nobody claims", "remembers", "walk", "reference"],
    ...exhibits.map(({ name, file, unclaimed, remembers, walk, reference }) => [
      file === null ? code(name) : `[${code(name)}](../examples/${file})`,
      ...[unclaimed, remembers, walk, reference ?? "–"],
    ]),
  ]);
}

/** The verdicts of one machine, a row for each policy. */
export function verdictTable(rows: readonly MuseumRow[]): string {
  const asked = museumProperties.filter((property) => rows[0]?.verdicts[property] !== undefined);
  return markdownTable([
    ["policy", ...asked],
    ...rows.map((row) => [code(row.policy), ...asked.map((property) => verdictOf(row, property))]),
  ]);
}

/** Whether the policies err on one machine as they do on another. */
export function isAlike(rows: readonly MuseumRow[], others: readonly MuseumRow[]): boolean {
  return rows.every((row, index) => {
    const other = others[index];
    return (
      other !== undefined &&
      museumProperties.every((property) => verdictOf(row, property) === verdictOf(other, property))
    );
  });
}

/**
 * The verdicts of one machine, a row for policies that err alike; in bold what is otherwise on `bare`
 * for one of them, and no column for what holds under every policy.
 */
export function groupedTable(rows: readonly MuseumRow[], bare: readonly MuseumRow[]): string {
  const shown = museumProperties.filter((property) =>
    [...rows, ...bare].some((row) => verdictOf(row, property) !== "holds"),
  );
  const key = (row: MuseumRow): string =>
    shown.map((property) => verdictOf(row, property)).join(" ");
  const firsts = rows.filter(
    (row, index) => rows.findIndex((one) => key(one) === key(row)) === index,
  );
  return markdownTable([
    ["policy", ...shown],
    ...firsts.map((first) => {
      const group = rows.filter((row) => key(row) === key(first));
      const cells = shown.map((property) => {
        const verdict = verdictOf(first, property);
        const isOther = group.some(({ policy }) => {
          const before = bare.find((row) => row.policy === policy);
          return before === undefined || verdictOf(before, property) !== verdict;
        });
        return isOther ? `**${verdict}**` : verdict;
      });
      return [group.map(({ policy }) => code(policy)).join(", "), ...cells];
    }),
  ]);
}

const costTexts: Readonly<Record<Cost, string>> = {
  lost: "a lost NMI costs more",
  spurious: "a report of none costs more",
  either: "neither does",
};

const shownCosts: readonly Cost[] = ["lost", "spurious", "either"];

function bestCell({ groups }: Best): string {
  return groups.map((group) => group.map(code).join(", ")).join("; ");
}

/** Which policies are the best on each machine: for those to whom either error costs more, or neither. */
export function bestTable(machines: readonly (readonly MuseumRow[])[]): string {
  return markdownTable([
    ["machine", ...shownCosts.map((cost) => costTexts[cost])],
    ...machines.flatMap((rows) => {
      const [first] = rows;
      if (first === undefined) return [];
      return [[machineCell(first), ...shownCosts.map((cost) => bestCell(bestOf(rows, cost)))]];
    }),
  ]);
}
