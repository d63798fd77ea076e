import { createHash } from "node:crypto";
import type { TlcState } from "../../checkers/tlc/events.js";
import { EXPLORED, VIOLATION } from "../../compiler/tla/machines.js";
import { printValue } from "../../compiler/tla/value/print.js";
import type { TlaValueReader } from "../../compiler/tla/value/reader.js";
import type { TlaValue } from "../../compiler/tla/value/value.js";
import { configurationTitle } from "../../machine/generate/configuration-title.js";
import type { Subject } from "../../machine/subject.js";
import { notARecord } from "./diagnostics.js";
import { type Joined, joinByKey } from "./join.js";
import type { PlannedSubject } from "./plan.js";
import { subjectKey } from "./question.js";

/** The first violation of a property that a run met. */
interface ViolationRecord {
  readonly machine: string;
  readonly property: string;
  /** A shortest behaviour that violates it; TLC does not name the actions here. */
  readonly states: readonly TlcState[];
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
 * Sorts what a run of TLC has printed.
 *
 * @param asked the questions of the run
 * @throws Diagnostic `check/not-a-record` for what is none; `check/stray-answer` for the record of another
 * machine, or property; `tla/value-syntax`
 */
export function readRecords(
  asked: readonly PlannedSubject[],
  printed: readonly string[],
  reader: TlaValueReader,
): SharedRecords {
  const records = printed.map((text) => readRecord(text, reader));
  const explored = records.flatMap((record) => ("answers" in record ? [record] : []));
  const violations = records.flatMap((record) => ("answers" in record ? [] : [record]));
  const exploredOf = joinByKey<RecordKey, ExploredRecord>(
    asked.map(({ subject }) => keyOf(recordText(subject))),
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

function readRecord(text: string, reader: TlaValueReader): ViolationRecord | ExploredRecord {
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

/** `property, <<state, …>>` */
function violation(machine: string, rest: readonly TlaValue[]): ViolationRecord | null {
  const [property, path, ...more] = rest;
  if (property?.kind !== "string" || path?.kind !== "tuple" || more.length > 0) return null;
  const states = path.items.flatMap((state, index): readonly TlcState[] => {
    if (state.kind !== "record") return [];
    const values = state.fields.map(({ name, value }) => [name, printValue(value)] as const);
    return [{ number: index + 1, action: null, values: Object.fromEntries(values) }];
  });
  const isWhole = states.length === path.items.length;
  return isWhole ? { machine, property: property.value, states } : null;
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
