import type { Asked } from "../../src/analyses/check/question.js";
import { recordText } from "../../src/analyses/check/shared-records.js";
import { eventsOf } from "../tlc/transcripts.js";
import type { Lie, Recording } from "./fake-java.js";

/** A lie about a run over several machines, and the questions that must have no answer then. */
export interface SharedSabotage {
  readonly name: string;
  readonly lie: Lie;
  readonly concerns: (question: Asked) => boolean;
}

/** What a run has printed of one machine: a violation, or in the end what became of it. */
interface Printed {
  readonly text: string;
  readonly kind: string;
  readonly machine: string;
  /** Of a violation. */
  readonly property: string | null;
}

function printedIn(stdout: string): readonly Printed[] {
  return eventsOf(Buffer.from(stdout)).flatMap((event) => {
    if (event.kind !== "printed") return [];
    const { text } = event;
    const [, kind = "", machine = "", property = null] =
      /^<< ?"([^"]+)",\s+"([^"]+)",\s+(?:"(\w+)")?/.exec(text) ?? [];
    return [{ text, kind, machine, property }];
  });
}

/** Everything that may happen to what a run over several machines prints. */
export function sharedSabotages({ stdout, code }: Recording): readonly SharedSabotage[] {
  const all = printedIn(stdout);
  return [
    ...all.flatMap((printed) => aboutRecord(printed, all, stdout, code)),
    ...aboutCounts(stdout, code),
  ];
}

/** What is said, and what is printed in place of a record. */
type TextLie = readonly [name: string, text: string, concerns: SharedSabotage["concerns"]];

function aboutRecord(
  { text, kind, machine, property }: Printed,
  all: readonly Printed[],
  stdout: string,
  code: number,
): readonly SharedSabotage[] {
  const isOwn = (question: Asked): boolean =>
    recordText(question) === machine && (property === null || question.property === property);
  const everything = (): boolean => true;
  const what = `${kind}, ${property ?? "all"}, ${machine}`;
  const put = (other: string): Lie => ({ stdout: stdout.replace(text, () => other), ends: code });
  const other = all.find((one) => one.machine !== machine)?.machine ?? "";
  const twin = all.find(
    (one) => one.machine !== machine && one.kind === kind && one.property === property,
  );
  const always: readonly TextLie[] = [
    // What TLC counts is then not what its records say: no machine is sure.
    ["is dropped", "", property === null ? everything : isOwn],
    ["is doubled", `${text}\n${text}`, property === null ? everything : isOwn],
    ["is of another machine", text.replace(machine, other), isOwn],
    ["is of a machine that there is not", text.replace(machine, "Policy x"), everything],
    ["is cut", text.slice(0, text.length / 2), everything],
    ["is none", '<<"first violation">>', everything],
    ...(twin === undefined
      ? []
      : [["is that of another machine", twin.text, isOwn] satisfies TextLie]),
  ];
  const ofKind: readonly TextLie[] =
    property === null
      ? [
          ["says that all holds", text.replaceAll('"violated"', '"holds"'), violated(isOwn, all)],
          ["leaves a property out", text.replace(/NoMasked \|-> "\w+",\s+/, ""), masked(isOwn)],
        ]
      : [
          ["is of another property", text.replace(property, "NoSpurious"), everything],
          ["has no last state", withoutLastState(text), isOwn],
        ];
  const lies = [...always, ...ofKind];
  return lies.map(([how, lie, concerns]) => ({
    name: `the record (${what}) ${how}`,
    lie: put(lie),
    concerns,
  }));
}

type Concerns = SharedSabotage["concerns"];

function violated(isOwn: Concerns, all: readonly Printed[]): Concerns {
  return (question) =>
    isOwn(question) &&
    all.some(
      ({ machine, property }) => machine === recordText(question) && property === question.property,
    );
}

function masked(isOwn: Concerns): Concerns {
  return (question) => isOwn(question) && question.property === "NoMasked";
}

function withoutLastState(text: string): string {
  return `${text.slice(0, text.lastIndexOf(",\n      [")).trimEnd()} >> >>`;
}

function aboutCounts(stdout: string, code: number): readonly SharedSabotage[] {
  const counts = /(\d+) states generated, (\d+) distinct states found, 0 states left/g;
  const counted = (more: number, found: number): Lie => ({
    stdout: stdout.replace(
      counts,
      (_, generated: string, distinct: string) =>
        `${Number(generated) + more} states generated, ${Number(distinct) + found} distinct states found, 0 states left`,
    ),
    ends: code,
  });
  const middle = stdout.indexOf('<< "explored"');
  const cut = (at: number): Lie => ({ stdout: stdout.slice(0, at), ends: "kill -9 $$" });
  const lies: readonly (readonly [string, Lie])[] = [
    ["has one state more", counted(0, 1)],
    ["has one step less", counted(-1, 0)],
    ["is cut before the machines' ends", cut(middle)],
    ["is cut between the machines' ends", cut(stdout.indexOf('<< "explored"', middle + 1))],
    ["is cut before TLC's own end", cut(stdout.indexOf("@!@!@STARTMSG 2193"))],
    ["is that of another run", { stdout, ends: code, isOfAnotherRun: true }],
  ];
  return lies.map(([how, lie]) => ({ name: `the run ${how}`, lie, concerns: () => true }));
}
