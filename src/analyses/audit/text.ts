import { plainText } from "../../base/document/plain-text.js";
import { counted, enumerated, grouped } from "../../machine/trace/words.js";
import type { AuditDocument } from "./document.js";
import { endingTexts } from "./expected.js";
import { kernelCountText } from "./kernel-counts.js";
import { addCounts } from "./log-count.js";
import { lossTexts } from "./log-event.js";

type Unclaimed = AuditDocument["unclaimed"][number];
type Unexplained = AuditDocument["unexplained"][number];
type Behaviours = AuditDocument["behaviours"][number];

/**
 * What some logs say, for the user: the summary first, then one line each.
 *
 * @param isTold the NMIs that nobody claimed have been told one by one, as they came
 */
export function auditLines(document: AuditDocument, isTold: boolean): readonly string[] {
  return [
    ...summaryLines(document),
    ...section(unexplainedLines(document)),
    ...section(isTold ? [] : unclaimedLines(document)),
    ...section(document.behaviours.flatMap(behavioursLines)),
    ...section(tlcLines(document)),
    ...section(assumptionLines(document)),
    // Names are the log's, which anybody may have written.
  ].map(plainText);
}

function section(lines: readonly string[]): readonly string[] {
  return lines.length === 0 ? [] : ["", ...lines];
}

/** `123.456789`. */
function timeText(seconds: number): string {
  return seconds.toFixed(6);
}

function summaryLines(document: AuditDocument): readonly string[] {
  const { counts, span, cpus, chains } = document;
  if (counts.nmis === 0) {
    const stray =
      counts.strayReports === 0
        ? ""
        : ` It has ${counted(counts.strayReports, "report")} of unknown NMIs, and nothing of the NMIs around them.`;
    return [
      `The log has no NMI: it says nothing, and nothing follows from it.${stray}`,
      ...lossLines(document),
    ];
  }
  const ended = [
    [counts.reported, "reported"],
    [counts.swallowed, "swallowed"],
    [counts.external, "told of by the reason port"],
    [counts.unknownWhich, "reported or swallowed: the log does not tell which"],
  ] as const;
  return [
    `${counted(counts.nmis, "NMI")} on ${cpus.length === 1 ? `CPU ${cpus.join()}` : `CPUs ${enumerated(cpus.map(String))}`}${span === null ? "" : `, from ${timeText(span.from)} to ${timeText(span.to)}`}`,
    `  ${grouped(counts.claimed)} claimed by a handler`,
    `  ${grouped(counts.unclaimed)} claimed by nobody`,
    ...ended.flatMap(([number, text]) => (number === 0 ? [] : [`    ${grouped(number)} ${text}`])),
    ...edgeLines(document),
    ...chains.map(
      (names, index) => `chain${index === 0 ? "" : ", from there on"}: ${names.join(", ")}`,
    ),
    ...document.handlers.map(
      ({ name, calls, claiming, claimed, most }) =>
        `  ${name}: claimed ${counted(claimed, "event")} in ${grouped(claiming)} of ${counted(calls, "call")}${most > 1 ? `, at most ${most} in one` : ""}`,
    ),
    ...document.kernelCounts.map(kernelCountText),
    ...lossLines(document),
  ];
}

function edgeLines({ counts }: AuditDocument): readonly string[] {
  if (counts.unclaimed === 0) return [];
  const { surely, surelyNot, cannotTell, mayBeLost } = counts;
  return [
    `unknown edge in those that nobody claimed: surely ${grouped(surely)}, surely not ${grouped(surelyNot)}, cannot be told ${grouped(cannotTell)}`,
    mayBeLost === 0
      ? "no unknown edge can have been swallowed with them"
      : `an unknown edge may have been swallowed with ${grouped(mayBeLost)} of them`,
  ];
}

function lossLines({ losses, counts, files }: AuditDocument): readonly string[] {
  const overwritten = files.reduce((sum, file) => addCounts(sum, file.overwritten), 0);
  return [
    ...losses.map(
      ({ why, places, events }) =>
        `lost: ${lossTexts[why]}: ${counted(places, "time")}${events > places ? `, ${counted(events, "event")}` : ""}`,
    ),
    ...files.flatMap(({ file, firstNotUnderstood: line }) =>
      line === null ? [] : [`  the first line that is not understood: ${file}:${line}`],
    ),
    ...(overwritten === 0
      ? []
      : [`lost: ${counted(overwritten, "event")} overwritten before the log was read`]),
    ...(counts.withoutPlace === 0
      ? []
      : [
          `lost: the interrupted address of ${counted(counts.withoutPlace, "NMI")}: whether the kernel found them back-to-back is not in the log`,
        ]),
    ...(counts.strayReports === 0 || counts.nmis === 0
      ? []
      : [
          `${counted(counts.strayReports, "report")} of unknown NMIs belong to no NMI of the log: events are missing, or the clocks differ`,
        ]),
  ];
}

function unexplainedLines({ unexplained, counts, machine }: AuditDocument): readonly string[] {
  const [first] = unexplained;
  if (first === undefined) return [];
  const axes = Object.entries(machine.axes).map(([name, value]) => ` with ${name}=${value}`);
  return [
    `No behaviour of ${machine.policy} on ${machine.platform}${axes.join("")} explains ${counted(counts.unexplained, "NMI")}:`,
    ...unexplained.map((one) => `  ${unexplainedText(one)}`),
    first.explainedBy.length === 0
      ? "  No machine that differs in one axis explains the first of them."
      : `  The first of them is explained with ${first.explainedBy.map((option) => `\`${option}\``).join(", ")}.`,
  ];
}

function unclaimedLines({ unclaimed, counts }: AuditDocument): readonly string[] {
  if (unclaimed.length === 0) return [];
  const left = counts.unclaimed - unclaimed.length;
  return [
    "NMIs that nobody claimed:",
    ...unclaimed.map((one) => `  ${unclaimedText(one)}`),
    ...(left > 0 ? [`  … and ${grouped(left)} more: \`--most\` shows more of them`] : []),
  ];
}

/** One NMI that no behaviour explains, in a line. */
export function unexplainedText({ number, cpu, time, file, line, expected }: Unexplained): string {
  return plainText(
    `#${number} CPU ${cpu} at ${timeText(time)} (${file}:${line}): expected that ${expected}`,
  );
}

/** One NMI that nobody claimed, in a line. */
export function unclaimedText(one: Unclaimed): string {
  const { number, cpu, time, file, line, endings, unknownEdge, armedBy, behaviours } = one;
  const ended =
    endings.length === 1
      ? endings.map((ending) => endingTexts[ending]).join()
      : `${endings.map((ending) => endingTexts[ending]).join(" or ")}, unknown which`;
  const armed =
    armedBy === null
      ? ""
      : `; armed by #${armedBy.number} at ${timeText(armedBy.time)}, ${armedBy.handlers
          .map(({ name, claimed }) => `${name} ${claimed}`)
          .join(", ")}`;
  const shown = behaviours === null ? "" : `; see ${pairName(behaviours)}`;
  const other = one.otherCpu ? " (or another CPU has taken its event)" : "";
  const place = one.sameAddress === null ? "; its address is not in the log" : "";
  return plainText(
    `#${number} CPU ${cpu} at ${timeText(time)} (${file}:${line}): ${ended}; unknown edge: ${unknownEdge}${other}${armed}${place}${shown}`,
  );
}

/** `A`, `B`, and so on. */
function pairName(index: number): string {
  return `[${index + 1}]`;
}

function behavioursLines(pair: Behaviours, index: number): readonly string[] {
  const range =
    pair.firstNmi === pair.lastNmi
      ? `NMI #${pair.lastNmi}`
      : `NMIs #${pair.firstNmi} to #${pair.lastNmi}`;
  return [
    `${pairName(index)} ${range} on CPU ${pair.cpu} look the same in both:`,
    `  with an unknown edge:    ${stepsText(pair.with)}`,
    `  without an unknown edge: ${stepsText(pair.without)}`,
  ];
}

function stepsText(steps: Behaviours["with"]): string {
  if (steps === null) return "none found within the bound of the search";
  let nmi: number | null = null;
  const parts: string[] = [];
  for (const step of steps) {
    if (step.during && step.nmi !== nmi) nmi = step.nmi;
    parts.push(step.text === "the NMI is taken" ? `#${step.nmi} is taken` : step.text);
  }
  return parts.join("; ");
}

function tlcLines({ tlc, counts }: AuditDocument): readonly string[] {
  if (tlc === null || counts.nmis === 0) return [];
  const which =
    tlc.asked === counts.nmis
      ? `all ${counted(tlc.asked, "NMI")}`
      : `the first ${grouped(tlc.asked)} of ${counted(counts.nmis, "NMI")}, and was not asked about the others (\`--tlc-nmis\` asks about more)`;
  if (tlc.nmis === 0) {
    return [`TLC was asked about ${which}: its time was over before it had an answer.`];
  }
  return [
    `TLC says the same of ${tlc.finished ? which : `${grouped(tlc.nmis)} of the ${grouped(tlc.asked)} NMIs that it was asked about`}: whether a behaviour explains each, how each that nobody claimed can have ended, with an unknown edge in it and without, and in which states the machine can be after each window of them (${counted(tlc.windows, "window")}, ${counted(tlc.distinct, "state")}, ${tlc.version ?? "of no version"}).`,
    ...(tlc.finished
      ? []
      : [
          `Its time was over before it had an answer about the others: \`--timeout\` is for each window.`,
        ]),
  ];
}

function assumptionLines({ machine, counts }: AuditDocument): readonly string[] {
  if (counts.nmis === 0) return [];
  return [
    `Assumed: the policy ${machine.policy} on the platform ${machine.platform}; every handler of the chain is in the log (no filter); edges of unknown sources come to ${machine.unknownTo === "all" ? "every CPU" : "the boot CPU alone"}.`,
  ];
}
