import { sizeText } from "../../machine/configuration/platform-text.js";
import { exhibits } from "../../machine/policy/museum.js";
import { grouped } from "../../machine/trace/words.js";
import { axisMachines, boardMachines, platformMachines } from "./machines.js";
import { strikingList } from "./striking.js";
import type { MuseumRow } from "./survey.js";
import {
  bestTable,
  exhibitTable,
  groupedTable,
  isAlike,
  machineCell,
  rowsOn,
  verdictTable,
} from "./tables.js";

/** What stands in `docs/museum.md` between `<!-- NAME -->` and `<!-- /NAME -->`. */
function partsOf(rows: readonly MuseumRow[]): Readonly<Record<string, string>> {
  const platforms = platformMachines.map((machine) => rowsOn(rows, machine));
  return {
    policies: exhibitTable(),
    verdicts: verdictTable(platforms[0] ?? []),
    best: bestTable(platforms),
    axes: strikingList(rows),
  };
}

/**
 * The page of the museum with its tables made anew.
 *
 * @throws Error when the page has no place for one
 */
export function withTables(page: string, rows: readonly MuseumRow[]): string {
  return Object.entries(partsOf(rows)).reduce((text, [name, part]) => {
    const between = new RegExp(`(?<=<!-- ${name} -->\n).*?(?=<!-- /${name} -->)`, "s");
    if (!between.test(text)) throw new Error(`docs/museum.md has no place for ${name}`);
    return text.replace(between, () => `\n${part}\n\n`);
  }, page);
}

/** The machines of one section, and the rows that they are compared with. */
function section(
  title: string,
  intro: string,
  machines: readonly (readonly MuseumRow[])[],
  bare: readonly MuseumRow[],
): readonly string[] {
  const others = machines.filter((own) => own === bare || !isAlike(own, bare));
  const alike = machines.filter((own) => !others.includes(own));
  return [
    `## ${title}`,
    intro,
    ...(alike.length === 0 ? [] : [`As without it: ${alike.map(nameOf).join(", ")}.`]),
    ...others.flatMap((own) => [`### ${nameOf(own)}`, groupedTable(own, bare)]),
    ...(others.length === 0 ? [] : ["Whose is best:", bestTable(others)]),
  ];
}

function nameOf([first]: readonly MuseumRow[]): string {
  return first === undefined ? "" : machineCell(first);
}

/** `docs/museum-axes.md`: the verdicts of every policy of the museum on every machine. */
export function axesPage(rows: readonly MuseumRow[]): string {
  const of = (machines: Parameters<typeof rowsOn>[1][]) =>
    machines.map((machine) => rowsOn(rows, machine));
  const platforms = of([...platformMachines]);
  const [bare = []] = platforms;
  const boards = of([...boardMachines]);
  const [plain = []] = boards;
  const states = rows.reduce((sum, row) => sum + row.states, 0);
  const machines = rows.length / exhibits.length;
  const size = bare[0] === undefined ? "" : sizeText(bare[0].platform);
  const small = plain[0] === undefined ? "" : sizeText(plain[0].platform);
  return `${[
    "# The museum on every machine",
    `Written by \`npm run museum\` from \`data/museum.json\`; do not edit. Each of the ${exhibits.length} policies of [the museum](museum.md) on ${grouped(machines)} machines, each explored to the end (${size}, two CPUs: ${small}; ${grouped(states)} states in all). Each runs on each: none of them wants to be told more than every machine tells.`,
    "A number is the length of a shortest counterexample in states, *violated* that one never ends. A row has the policies that err alike. Bold is what is otherwise, for one of them, on the ideal platform with every axis off. What has no column holds under every policy. The best are those that no other one beats; between commas they err alike, between semicolons each does something better than the other ([how they are compared](museum.md#whose-is-best-where)).",
    ...section("Platforms", "[sticky and shadow](glossary.md#the-machine).", platforms, bare),
    ...[...axisMachines].flatMap(([axis, machines]) =>
      section(axis, `[What it is](model/${axis}.md).`, of([...machines]), bare),
    ),
    ...section(
      "Two CPUs",
      `[What they are](model/smp.md). They are compared with two CPUs that share nothing.`,
      boards,
      plain,
    ),
  ].join("\n\n")}\n`;
}
