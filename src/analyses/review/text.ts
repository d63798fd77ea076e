import { counted } from "../../machine/trace/words.js";
import type { ReviewDocument } from "./document.js";

/** What a change does, for the user: line by line. */
export function reviewLines(document: ReviewDocument): readonly string[] {
  const { patch, before, after, difference, verdicts } = document;
  const changed = verdicts.filter((one) => one.changed);
  return [
    ...(patch === null
      ? []
      : [
          `${patch.file} changes ${patch.changes.join(" and ")} of ${before.from}`,
          ...patch.moved.map((line) => `  ${line}`),
          ...patch.leaves.map((path) => `  ${path} is no part of the engine`),
          "",
        ]),
    `before: ${sideText(before)}`,
    after.kind === "policy" ? `after:  ${sideText(after)}` : `after:  no policy: ${after.message}`,
    "",
    ...differenceLines(document),
    ...(difference === null || after.kind !== "policy"
      ? []
      : ["", ...verdictLines(document, changed.length)]),
    "",
    paragraph(document),
  ];
}

function sideText({ source, states, phases }: ReviewDocument["before"]): string {
  const kept = phases.length === 1 ? "keeps nothing" : `keeps ${phases.join(", ")}`;
  return `${source}: ${counted(states, "state")}; ${kept}`;
}

function differenceLines({ difference, after }: ReviewDocument): readonly string[] {
  if (difference === null) {
    return after.kind === "policy"
      ? ["No behaviour tells the two apart: they are the same policy."]
      : ["No behaviour of the machine was found that tells the two apart."];
  }
  if (difference.kind === "events") {
    return [
      "A behaviour that tells the two apart (the model is the code before, the engine that after):",
      ...difference.events.map((event) => `  ${event}`),
      `  ${difference.sentence}`,
    ];
  }
  return [
    "The shortest behaviour that tells the two apart, played on both:",
    ...difference.nmis.map(({ nmi, before, after }, index) => {
      const answer = before === after ? before : `before: ${before}; after: ${after}`;
      return `  NMI ${index + 1} at ${nmi}: ${answer}`;
    }),
  ];
}

function verdictLines({ verdicts }: ReviewDocument, changed: number): readonly string[] {
  if (changed === 0) return [`None of the ${verdicts.length} verdicts changes.`];
  return [
    `${changed} of ${verdicts.length} verdicts change:`,
    ...verdicts.flatMap(({ platform, property, before, after, changed: isChanged, regression }) =>
      isChanged
        ? [
            `  ${property} on ${platform}: ${verdictText(before)} → ${verdictText(after)}${regression ? "  (it held)" : ""}`,
          ]
        : [],
    ),
  ];
}

function verdictText({ verdict, length }: ReviewDocument["verdicts"][number]["before"]): string {
  return length === null ? verdict : `${verdict} in ${length}`;
}

/** What could stand in a reply to the patch. */
function paragraph({ after, difference, verdicts }: ReviewDocument): string {
  if (after.kind !== "policy") {
    return "The code after the change is no policy that can be checked, so nothing is known of its verdicts.";
  }
  if (difference === null) {
    return "The change does not alter what the kernel does with any NMI, as far as both sides were learned: on one chain, and up to the further states that `learn` tells.";
  }
  const lost = verdicts.filter(({ regression }) => regression);
  const won = verdicts.filter(
    ({ before, after: then }) => before.verdict === "violated" && then.verdict === "holds",
  );
  const places = (pairs: typeof verdicts): string =>
    [...new Set(pairs.map(({ property }) => property))]
      .map((property) => {
        const on = pairs.filter((pair) => pair.property === property);
        return `${property} (${on.map(({ platform }) => platform).join(", ")})`;
      })
      .join(" and ");
  const sentences = [
    ...(lost.length === 0 ? [] : [`It violates ${places(lost)}, which held before.`]),
    ...(won.length === 0 ? [] : [`${places(won)} was violated before and holds now.`]),
    ...(lost.length === 0 && won.length === 0
      ? ["What held still holds, and what was violated still is."]
      : []),
  ];
  return `The change alters what the kernel does. ${sentences.join(" ")}`;
}
