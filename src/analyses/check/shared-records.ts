import { createHash } from "node:crypto";
import type { TlcState } from "../../checkers/tlc/events.js";
import type { Shown } from "../../checkers/tlc/record.js";
import { EXPLORED, FIRST, MACHINE, VIOLATION } from "../../compiler/tla/machines.js";
import { NONE } from "../../compiler/tla/names.js";
import { printValue } from "../../compiler/tla/value/print.js";
import type { TlaValueReader } from "../../compiler/tla/value/reader.js";
import type { TlaValue } from "../../compiler/tla/value/value.js";
import { configurationTitle } from "../../machine/generate/configuration-title.js";
import type { Subject } from "../../machine/subject.js";
import { notARecord, notOfARecord } from "./diagnostics.js";
import { type Joined, joinByKey } from "./join.js";
import type { PlannedSubject } from "./plan.js";
import { subjectKey } from "./question.js";

/** The first violation of a property that a run met. */
interface ViolationRecord {
  readonly machine: string;
  readonly property: string;
  /** The behaviour that TLC shows for it, a shortest one; TLC does not name the actions here. */
  readonly states: readonly TlcState[];
}

/** What a run has printed, and the behaviours that TLC has shown, in the order in which they came. */
export interface Told {
  readonly printed: readonly string[];
  readonly shown: readonly Shown[];
}

/** What a run says of a machine once it has looked at all its states. */
export interface ExploredRecord {
  readonly machine: string;
  readonly distinct: number;
  readonly generated: number;
  readonly depth: number;
  /** `holds` or `violated`, by the property. */
  readonly answers: ReadonlyMap<string, string>;
}

/** Everything that a run has recorded, by what it is of. */
export interface SharedRecords {
  readonly explored: readonly ExploredRecord[];
  readonly exploredOf: (subject: Subject) => Joined<ExploredRecord>;
  readonly violationOf: (subject: Subject, property: string) => Joined<ViolationRecord>;
}

/** How records say of which subject they are: in words, and by a digest of all that it is. */
export function recordText(subject: Subject): string {
  const { policy, platform, axes } = subject;
  const digest = createHash("sha256").update(subjectKey(subject)).digest("hex");
  return `${configurationTitle(policy.name, platform, axes?.names)} ${digest.slice(0, 16)}`;
}

/** What a record is of: the machine as records say it, and of a violation the property. */
type RecordKey = `${string}; ${string}`;

/**
 * Sorts what a run of TLC has told. A violation that is printed belongs to the behaviour that comes
 * next; at the end of a run that was stopped it may not have come.
 *
 * @param asked the questions of the run
 * @param variables those of each machine, by their names in TLA+
 * @throws Diagnostic `check/not-a-record` for what is none; `check/not-of-a-record` for a behaviour that
 * is not that of the records before it; `check/stray-answer` for the record of another machine, or
 * property; `tla/value-syntax`
 */
export function readRecords(
  asked: readonly PlannedSubject[],
  variables: readonly (readonly string[])[],
  { printed, shown }: Told,
  reader: TlaValueReader,
): SharedRecords {
  const records = printed.map((text) => readRecord(text, reader));
  const explored = records.flatMap((record) => ("answers" in record ? [record] : []));
  const machines = asked.map(({ subject }) => recordText(subject));
  const violations = shown.flatMap(({ finding, states, printed: end }, index) => {
    const noted = records.slice(shown[index - 1]?.printed ?? 0, end);
    const machine = machineShown(states);
    const isOwn = (record: Noted | ExploredRecord): record is Noted =>
      "property" in record && record.machine === machines[machine - 1];
    const isFirst = finding.kind === "violated" && finding.invariant === FIRST;
    if (!isFirst || noted.length === 0 || !noted.every(isOwn)) throw notOfARecord(index + 1);
    const own = ownStates(states, machine, new Set(variables[machine - 1]));
    if (own === null) throw notOfARecord(index + 1);
    return noted.map((record): ViolationRecord => ({ ...record, states: own }));
  });
  const exploredOf = joinByKey<RecordKey, ExploredRecord>(
    machines.map((machine) => keyOf(machine)),
    explored,
    ({ machine }) => keyOf(machine),
    ({ machine }) => machine,
  );
  const violationOf = joinByKey<RecordKey, ViolationRecord>(
    asked.flatMap(({ subject, properties }) =>
      properties.map(({ property }) => keyOf(recordText(subject), property)),
    ),
    violations,
    ({ machine, property }) => keyOf(machine, property),
    ({ machine, property }) => `${property}: ${machine}`,
  );
  return {
    explored,
    exploredOf: (subject) => exploredOf(keyOf(recordText(subject))),
    violationOf: (subject, property) => violationOf(keyOf(recordText(subject), property)),
  };
}

function keyOf(machine: string, property = ""): RecordKey {
  return `${machine}; ${property}`;
}

/** Of which machine the last state is; 0 if it does not say. */
function machineShown(states: readonly TlcState[]): number {
  const number = Number(states.at(-1)?.values[MACHINE]);
  return Number.isInteger(number) ? number : 0;
}

/**
 * The states of a behaviour as the machine has them, or null if they are not all its: what it does not
 * have is `None`.
 */
function ownStates(
  states: readonly TlcState[],
  machine: number,
  variables: ReadonlySet<string>,
): readonly TlcState[] | null {
  const isStrange = ({ values }: TlcState): boolean =>
    Object.entries(values).some(
      ([name, value]) =>
        !variables.has(name) && value !== (name === MACHINE ? String(machine) : NONE),
    );
  if (states.some(isStrange)) return null;
  // Of the run's module, which names one action for all.
  return states.map(({ number, values }) => ({
    number,
    action: null,
    values: Object.fromEntries(Object.entries(values).filter(([name]) => variables.has(name))),
  }));
}

/** A property of a machine that is violated for the first time. */
type Noted = Omit<ViolationRecord, "states">;

function readRecord(text: string, reader: TlaValueReader): Noted | ExploredRecord {
  const value = reader.parse(text, "what TLC prints");
  const [kind, machine, ...rest] = value.kind === "tuple" ? value.items : [];
  if (kind?.kind !== "string" || machine?.kind !== "string") throw notARecord(text);
  const record =
    kind.value === VIOLATION
      ? violation(machine.value, rest)
      : kind.value === EXPLORED
        ? explored(machine.value, rest)
        : null;
  if (record === null) throw notARecord(text);
  return record;
}

/** `property` */
function violation(machine: string, rest: readonly TlaValue[]): Noted | null {
  const [property, ...more] = rest;
  return property?.kind === "string" && more.length === 0
    ? { machine, property: property.value }
    : null;
}

/** `distinct, generated, depth, [property |-> answer, …]` */
function explored(machine: string, rest: readonly TlaValue[]): ExploredRecord | null {
  const [distinct, generated, depth, answers, ...more] = rest;
  if (
    distinct?.kind !== "integer" ||
    generated?.kind !== "integer" ||
    depth?.kind !== "integer" ||
    answers?.kind !== "record" ||
    more.length > 0
  ) {
    return null;
  }
  return {
    machine,
    distinct: distinct.value,
    generated: generated.value,
    depth: depth.value,
    answers: new Map(
      answers.fields.map(({ name, value }) => [
        name,
        value.kind === "string" ? value.value : printValue(value),
      ]),
    ),
  };
}
