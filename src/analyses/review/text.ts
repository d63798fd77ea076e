import { axisTexts } from "../../machine/configuration/axes-text.js";
import { counted, enumerated } from "../../machine/trace/words.js";
import type { ReviewDocument } from "./document.js";

type Verdict = ReviewDocument["verdicts"][number];

/** What a change does, for the user: line by line. */
export function reviewLines(document: ReviewDocument): readonly string[] {
  const { patch, before, after, difference } = document;
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
      : ["", ...verdictLines(document), ...causeLines(document), ...untouchedLines(document)]),
    ...cpusLines(document),
    "",
    paragraph(document),
  ];
}

function hasCpusDifference({ onCpus }: ReviewDocument): boolean {
  return onCpus !== null && onCpus.difference !== null;
}

function cpusLines({ onCpus }: ReviewDocument): readonly string[] {
  if (onCpus === null) return [];
  const { cpus, board, edges, difference, reason } = onCpus;
  if (difference !== null) {
    return [
      "",
      `On ${cpus} CPUs (${board}) the code after the change is not that policy on each of them (the model is the policy, the engine the code):`,
      ...difference.events.map((event) => `  ${event}`),
      `  ${difference.sentence}`,
    ];
  }
  if (reason !== null)
    return ["", `On ${cpus} CPUs (${board}) the code was not checked against it: ${reason}.`];
  return [
    "",
    `On ${cpus} CPUs (${board}) the code after the change is that policy on each of them: ${counted(edges, "edge")}.`,
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
    ...difference.nmis.flatMap(({ nmi, events, before, after }, index) => {
      const answer = before === after ? before : `before: ${before}; after: ${after}`;
      return [`  ${events.join(" ")}`, `  NMI ${index + 1} at ${nmi}: ${answer}`];
    }),
  ];
}

function verdictLines(document: ReviewDocument): readonly string[] {
  const { verdicts } = document;
  const changed = verdicts.filter(
    ({ before, after }) => before.verdict !== after.verdict || before.length !== after.length,
  );
  const machine = machineText(document);
  if (changed.length === 0) return [`None of the ${verdicts.length} verdicts changes${machine}.`];
  return [
    `${changed.length} of ${verdicts.length} verdicts change${machine}:`,
    ...changed.map(({ platform, property, before, after }) => {
      const mark = before.verdict === "holds" && after.verdict !== "holds" ? "  (it held)" : "";
      return `  ${property} on ${platform}: ${verdictText(before)} → ${verdictText(after)}${mark}`;
    }),
  ];
}

/** The machine of the verdicts, where it is not that of the scorecard. */
function machineText({ machine: { axes } }: ReviewDocument): string {
  const texts = axisTexts(axes);
  return texts.length === 0 ? "" : ` with ${texts.join(", ")}`;
}

function verdictText({ verdict, length }: Verdict["before"]): string {
  return length === null ? verdict : `${verdict} in ${length}`;
}

/** A cause that is new, or gone, with every machine where it is so. */
interface CauseChange {
  readonly change: "new" | "gone";
  readonly property: string;
  readonly facts: readonly string[];
  readonly example: readonly string[];
  readonly platforms: readonly string[];
}

/** The causes that only one side has, those that are new first. */
export function causeChanges({ verdicts }: ReviewDocument): readonly CauseChange[] {
  const met = new Map<string, CauseChange>();
  for (const { platform, property, causes } of verdicts) {
    for (const { change, facts, example } of causes?.changes ?? []) {
      const key = JSON.stringify([change, property, facts]);
      const known = met.get(key) ?? { change, property, facts, example, platforms: [] };
      met.set(key, { ...known, platforms: [...known.platforms, platform] });
    }
  }
  const changes = [...met.values()];
  return [
    ...changes.filter(({ change }) => change === "new"),
    ...changes.filter(({ change }) => change === "gone"),
  ];
}

function causeLines(document: ReviewDocument): readonly string[] {
  const changes = causeChanges(document);
  const searched = document.verdicts.flatMap(({ causes }) => (causes === null ? [] : [causes]));
  const bounds = searched.flatMap(({ mostEvents }) => (mostEvents === null ? [] : [mostEvents]));
  const within =
    bounds.length === 0
      ? ""
      : ` (on some machines in runs of at most ${Math.min(...bounds)} events of the environment)`;
  if (changes.length === 0) {
    return ["", `No cause of a violation is new, and none is gone${within}.`];
  }
  const lines = changes.flatMap(({ change, property, facts, example, platforms }) => [
    `  ${change}: ${property} on ${platforms.join(", ")}: ${facts.join("; ")}`,
    ...(change === "new" ? [`    ${example.join(" ")}`] : []),
  ]);
  return ["", `Why properties are violated, by cause${within}:`, ...lines];
}

function untouchedLines({ untouched, verdicts }: ReviewDocument): readonly string[] {
  const properties = [...new Set(verdicts.map(({ property }) => property))].filter((property) =>
    verdicts.every((one) => one.property !== property || !one.changed),
  );
  const lines = [
    ...(untouched.length === 0 ? [] : [`It leaves alone ${enumerated(untouched)}.`]),
    ...(properties.length === 0
      ? []
      : [
          `Verdicts, lengths and causes of ${enumerated(properties)} are the same on every platform.`,
        ]),
  ];
  return lines.length === 0 ? [] : ["", ...lines];
}

/** What could stand in a reply to the patch. */
export function paragraph(document: ReviewDocument): string {
  const { after, difference, verdicts, untouched } = document;
  if (after.kind !== "policy") {
    return "The code after the change is no policy that can be checked, so nothing is known of its verdicts.";
  }
  if (difference === null && hasCpusDifference(document)) {
    return "On one CPU the change does not alter what the kernel does; on several, what one CPU does depends on the others.";
  }
  if (difference === null) {
    return "The change does not alter what the kernel does with any NMI, as far as both sides were learned: on one chain, and up to the further states that `learn` tells.";
  }
  const lost = verdicts.filter(
    ({ before, after: then }) => before.verdict === "holds" && then.verdict !== "holds",
  );
  const won = verdicts.filter(
    ({ before, after: then }) => before.verdict === "violated" && then.verdict === "holds",
  );
  const isLost = (property: string): boolean => lost.some((one) => one.property === property);
  const fresh = causeChanges(document).filter(
    ({ change, property }) => change === "new" && !isLost(property),
  );
  const sentences = [
    ...(lost.length === 0 ? [] : [`It violates ${placesText(lost)}, which held before.`]),
    ...fresh.map(
      ({ property, facts, platforms }) =>
        `${property} (${platforms.join(", ")}) is violated from a cause that was not there before: ${facts.join("; ")}.`,
    ),
    ...(won.length === 0 ? [] : [`${placesText(won)} was violated before and holds now.`]),
    ...(lost.length === 0 && won.length === 0 && fresh.length === 0
      ? ["What held still holds, and what was violated still is, from no new cause."]
      : []),
    ...(untouched.length === 0 ? [] : [`It leaves alone ${enumerated(untouched)}.`]),
  ];
  return `The change alters what the kernel does. ${sentences.join(" ")}`;
}

function placesText(pairs: readonly Verdict[]): string {
  return [...new Set(pairs.map(({ property }) => property))]
    .map((property) => {
      const on = pairs.filter((pair) => pair.property === property);
      return `${property} (${on.map(({ platform }) => platform).join(", ")})`;
    })
    .join(" and ");
}
