import { eventText } from "../../checkers/explore/executable-model.js";
import { platformNames } from "../../machine/configuration/platform.js";
import type { NmiProperty } from "../../machine/model/property-names.js";
import { tracedEvents } from "../../machine/trace/traced-events.js";
import { enumerated } from "../../machine/trace/words.js";
import type { Scenarios } from "../find/find.js";
import type { Evidence } from "./evidence.js";
import type { Results } from "./results.js";
import { markdownTable, number, type Section, type Statement } from "./statement.js";
import { testimony } from "./testimony.js";

function countText({ minimalRuns, mazurkiewiczClasses, scenarios: named }: Scenarios): string {
  return `${number(minimalRuns)} minimal runs, ${number(mazurkiewiczClasses)} up to the order of steps that commute, ${number(named)} up to the names of places and slots as well`;
}

function all({ completeness }: Scenarios): string {
  return completeness.is === "complete"
    ? "These are all that there are, of any length: the search was exhausted."
    : `Only runs of at most ${completeness.maxEvents} events were searched.`;
}

function causes(found: Scenarios): string {
  return found.classes
    .map(
      ({ facts, runs, example }, index) =>
        `${index + 1}. ${facts.join("; ")}. ${number(runs)} ${runs === 1 ? "run" : "runs"}; the shortest has ${example.events.length + 1} states: \`${tracedEvents(
          example,
        )
          .map(({ action }) => eventText(action))
          .join(" ")}\``,
    )
    .join("\n");
}

/** What `nmicheck find` says of one policy and property on the ideal platform. */
async function ofPolicy(
  policy: string,
  sentence: string,
  property: NmiProperty,
  results: Results,
): Promise<readonly Statement[]> {
  const command = `find ${property} --policy ${policy}`;
  const found = await results.find(policy, "ideal", property);
  const [first] = found.classes;
  if (first === undefined) {
    return [{ text: `Not so on the ideal platform: ${sentence}. ${all(found)}`, command }];
  }
  return [
    {
      text: `${sentence} on the ideal platform: a shortest run has ${first.example.events.length + 1} states. There are ${countText(found)}. ${all(found)}`,
      command,
    },
    {
      text: `Sorted by cause, as their events tell it:\n\n${causes(found)}`,
      command,
    },
  ];
}

/** How many minimal runs break a property on each platform. */
async function byPlatform(
  policy: string,
  property: NmiProperty,
  results: Results,
): Promise<Statement> {
  const rows: (readonly (string | number)[])[] = [];
  const told: string[] = [];
  for (const name of platformNames) {
    const found = await results.find(policy, name, property);
    rows.push([name, number(found.minimalRuns), number(found.scenarios), found.classes.length]);
    if (found.minimalRuns > 0) told.push(name);
  }
  const command = `find ${property} --policy ${policy} --platform PLATFORM`;
  if (told.length === 0) {
    return { text: `\`${policy}\` breaks ${property} on no platform.`, command };
  }
  const where =
    told.length === platformNames.length
      ? "on every platform"
      : `on ${enumerated(told)}, and not on the others`;
  const table = markdownTable([
    ["platform", "minimal runs", "up to order and names", "causes"],
    ...rows,
  ]);
  return {
    text: `\`${policy}\` breaks ${property} ${where}:\n\n${table}`,
    command,
  };
}

/** The sections that rest on `nmicheck find`. */
export async function scenarioSections(
  results: Results,
  evidence: Evidence,
): Promise<readonly Section[]> {
  return [
    {
      title: "What Linux swallows",
      statements: [
        ...(await ofPolicy(
          "mainline",
          "`mainline` swallows a real unknown NMI",
          "NoFalseSwallow",
          results,
        )),
        await byPlatform("mainline", "NoFalseSwallow", results),
        ...testimony(
          evidence,
          await results.falseSwallows(),
          (kernels) =>
            `Each of these causes happens on the kernel itself: the shortest run of each was played on ${kernels}, and went as here.`,
        ),
      ],
    },
    {
      title: "What Linux reports without a cause",
      statements: [
        await byPlatform("mainline", "NoSpurious", results),
        await byPlatform("none", "NoSpurious", results),
      ],
    },
    {
      title: "What the patch of 2011 would have done",
      statements: [
        ...(await ofPolicy("v5", "`v5` swallows a real unknown NMI", "NoFalseSwallow", results)),
        await byPlatform("v5", "NoFalseSwallow", results),
        ...(await ofPolicy("v5", "Its walk leaves an event without an NMI", "NoStranded", results)),
        await byPlatform("mainline", "NoStranded", results),
      ],
    },
  ];
}
