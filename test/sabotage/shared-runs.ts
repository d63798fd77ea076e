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
    ...aboutBehaviours(stdout, code),
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
      : [["is of another property", text.replace(property, "NoSpurious"), everything]];
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

/** A behaviour that TLC shows: its messages, and the records before it. */
interface Behaviour {
  readonly text: string;
  readonly records: readonly Printed[];
}

const MESSAGES = /(?:@!@!@STARTMSG (?:2110|2121|2217):\d @!@!@\n[\s\S]*?@!@!@ENDMSG \d+ @!@!@\n)+/g;

function behavioursIn(stdout: string): readonly Behaviour[] {
  const found: Behaviour[] = [];
  let from = 0;
  for (const { 0: text, index } of stdout.matchAll(MESSAGES)) {
    found.push({ text, records: printedIn(stdout.slice(from, index)) });
    from = index + text.length;
  }
  return found;
}

/** Everything that may happen to what TLC shows between the records. */
function aboutBehaviours(stdout: string, code: number): readonly SharedSabotage[] {
  const all = behavioursIn(stdout);
  return all.flatMap(({ text, records }) => {
    const isOwn = (question: Asked): boolean =>
      records.some(
        ({ machine, property }) =>
          machine === recordText(question) && property === question.property,
      );
    const isMachine = (question: Asked): boolean =>
      records.some(({ machine }) => machine === recordText(question));
    const states = text.split(/(?=@!@!@STARTMSG 2217)/);
    const [before = "", last = ""] = states.slice(-2);
    const other = all.find(({ records: [record] }) => record?.machine !== records[0]?.machine);
    const lies: readonly TextLie[] = [
      ["is dropped", "", isOwn],
      ["is doubled", text + text, isMachine],
      ["has no last state", states.slice(0, -1).join(""), isOwn],
      ["has no first state", [states[0], ...states.slice(2)].join(""), isOwn],
      ["ends in the state before", text.replace(last, () => numbered(before, last)), isOwn],
      ["is of another machine", text.replaceAll(/MCMachine = \d+/g, "MCMachine = 9"), isOwn],
      ["is of two machines", text.replace(/MCMachine = (\d+)/, "MCMachine = 3$1"), isOwn],
      ["is of none", text.replaceAll(/\/\\ MCMachine = \d+\n/g, ""), isOwn],
      ["violates something else", text.replace("NoFirstViolation", "TypeOK"), isOwn],
      ...(other === undefined
        ? []
        : [["is that of another machine", other.text, isOwn] satisfies TextLie]),
    ];
    const what = records.map(({ property, machine }) => `${property}, ${machine}`).join("; ");
    return lies.map(([how, lie, concerns]) => ({
      name: `the behaviour (${what}) ${how}`,
      lie: { stdout: stdout.replace(text, () => lie), ends: code },
      concerns,
    }));
  });
}

/** The text of a state with the number that another one has. */
function numbered(state: string, like: string): string {
  const number = /^\d+(?=: )/m.exec(like)?.[0] ?? "";
  return state.replace(/^\d+(?=: )/m, number);
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
