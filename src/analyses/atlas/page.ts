import { policyNames } from "../../../spec/policies/all.js";
import { sizeText } from "../../machine/configuration/platform-text.js";
import { enumerated, grouped } from "../../machine/trace/words.js";
import { type BoardRow, boardPlatform, boardProperties } from "./boards.js";
import { POLICY_WITH_AXES, type Together } from "./boards-with-axes.js";
import { type Change, type Conclusion, conclusions } from "./conclusion.js";
import type { Finding } from "./explored.js";
import { type SurveyRow, surveyedProperties } from "./survey.js";

/** How many smallest sets a section lists one by one. */
const MOST_SETS = 12;

/** The survey as a page of Markdown, the same to the byte for the same survey. */
export function atlasPage(
  rows: readonly SurveyRow[],
  ofBoards: readonly BoardRow[],
  together: readonly Together[],
  command: string,
): string {
  const [first] = rows;
  if (first === undefined) throw new Error("the survey is empty");
  const { chain, rips } = first.machine.platform;
  const found = conclusions(rows);
  const machines = rows.length / new Set(rows.map(({ policy }) => policy)).size;
  return [
    "# Atlas: which axis changes which verdict",
    "",
    `Written by \`${command}\`; do not edit. Every policy on ${grouped(machines)} machines: the bare one, each value of each axis alone, and each two values of different axes, each explored to the end (${sizeText({ chain, rips })}, ${grouped(rows.reduce((sum, { states }) => sum + states, 0))} states in all). \`nmicheck axes\` says what the axes are.`,
    "",
    "A number is the length of a shortest counterexample in states, the initial one included.",
    "",
    "## One axis at a time",
    "",
    ...policyNames.flatMap((policy) => matrix(policy, rows)),
    "## What breaks or fixes a property",
    "",
    "The smallest sets of axes with another verdict than the bare machine: no set contains another one of the list.",
    "",
    ...found.flatMap(section),
    ...boardSection(ofBoards),
    ...togetherSection(together),
  ].join("\n");
}

function cell(finding: Finding): string {
  return finding.verdict === "holds" ? "holds" : String(finding.events.length + 1);
}

/** Several CPUs: a model of its own, with properties of its own. */
function boardSection(rows: readonly BoardRow[]): readonly string[] {
  const { chain, rips } = boardPlatform;
  const names = boardProperties.join(" | ");
  const dashes = boardProperties.map(() => " --- |").join("");
  return [
    "## Two CPUs",
    "",
    `The core on two CPUs ([smp](model/smp.md)), ${sizeText({ chain, rips })}, each explored to the end.`,
    "",
    `| policy | machine | ${names} | states |`,
    `| --- | --- |${dashes} ---: |`,
    ...rows.map(({ policy, name, findings, states }) => {
      const cells = boardProperties.map((property) => cell(findings[property]));
      return `| ${policy} | ${name} | ${cells.join(" | ")} | ${grouped(states)} |`;
    }),
    "",
    "The shortest counterexamples under `mainline`:",
    "",
    ...rows.flatMap(({ policy, name, findings }) =>
      boardProperties.flatMap((property) => {
        const finding = findings[property];
        if (finding.verdict === "holds" || policy !== "mainline") return [];
        return [`- ${name}: ${property}, \`${finding.events.join(" ")}\``];
      }),
    ),
    "",
  ];
}

/** What two CPUs and an axis have together, and neither alone. */
function togetherSection(together: readonly Together[]): readonly string[] {
  const { chain, rips } = boardPlatform;
  return [
    "## Two CPUs with one axis",
    "",
    `Each of these machines of two CPUs with each value of each axis, under \`${POLICY_WITH_AXES}\`, ${sizeText({ chain, rips })}, explored to the end. These verdicts neither one CPU with the axis has, nor the two CPUs without it:`,
    "",
    "| two CPUs | axis | property | together | shortest counterexample |",
    "| --- | --- | --- | --- | --- |",
    ...together.map(({ topology, axis, property, finding }) => {
      const events = finding.verdict === "holds" ? "" : `\`${finding.events.join(" ")}\``;
      const own = topology.filter((text) => !text.startsWith("cpus="));
      const machine = own.length === 0 ? "nothing shared" : own.join(", ");
      return `| ${machine} | \`${axis}\` | ${property} | ${cell(finding)} | ${events} |`;
    }),
    "",
  ];
}

function matrix(policy: string, rows: readonly SurveyRow[]): readonly string[] {
  const alone = rows.filter((row) => row.policy === policy && row.machine.features.length < 2);
  return [
    `### ${policy}`,
    "",
    `| machine | ${surveyedProperties.join(" | ")} | states |`,
    `| --- |${surveyedProperties.map(() => " --- |").join("")} ---: |`,
    ...alone.map(({ machine, findings, states }) => {
      const name = machine.features[0]?.name ?? "bare";
      const cells = surveyedProperties.map((property) => cell(findings[property]));
      return `| ${name} | ${cells.join(" | ")} | ${grouped(states)} |`;
    }),
    "",
  ];
}

function section({ policy, property, bare, changes, shorter }: Conclusion): readonly string[] {
  const nothing = changes.length === 0 && shorter === null;
  if (nothing) return [];
  const verb = bare.verdict === "holds" ? "broken" : "fixed";
  const is = bare.verdict === "holds" ? "holds" : `is violated (${cell(bare)})`;
  const sets = changes.slice(0, MOST_SETS).map(setText);
  const more = changes.length - sets.length;
  return [
    `### ${policy}: ${property}`,
    "",
    `On the bare machine it ${is}.`,
    "",
    ...(changes.length === 0 ? [] : [`It is ${verb} by`, "", ...sets]),
    ...(more > 0 ? [`- … and ${more} sets more`] : []),
    ...(changes.length === 0 ? [] : [""]),
    ...(shorter === null
      ? []
      : [
          `The shortest way to violate it, with ${featuresText(shorter)}: ${eventsText(shorter)}.`,
          "",
        ]),
  ];
}

function featuresText({ features }: Change): string {
  return enumerated(features.map((name) => `\`${name}\``));
}

function setText(change: Change): string {
  const events = change.finding.verdict === "holds" ? "" : `: ${eventsText(change)}`;
  return `- ${featuresText(change)}${events}`;
}

function eventsText({ finding }: Change): string {
  if (finding.verdict === "holds") return "";
  return `${finding.events.length + 1} states, \`${finding.events.join(" ")}\``;
}
