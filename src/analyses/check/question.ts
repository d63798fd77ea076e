import type { Subject } from "../../machine/subject.js";
import { machineText } from "../../machine/subject.js";
import type { CheckResult } from "./result.js";

/** One property of one subject. */
export type Asked = Subject & Pick<CheckResult, "property">;

/** What a subject is, by value: the policy's digest and everything that the machine has. */
export type SubjectKey = `subject ${string}`;

/** What a question is, by value: its subject, and the property. */
export type QuestionKey = `question ${string}`;

/** The machine of a subject, by value; one with all axes off is not the core. */
export function machineKey({ platform, axes }: Pick<Subject, "platform" | "axes">): string {
  const { name, chain, rips, sticky, shadow } = platform;
  const beside = axes === undefined ? null : Object.entries(axes.machine).sort(byName);
  const board = axes?.board ?? null;
  const onBoard = board === null ? [] : [Object.entries(board).sort(byName)];
  return JSON.stringify([name, chain, rips, sticky, shadow, beside, ...onBoard]);
}

/** The same for two subjects exactly if their policies and machines are the same. */
export function subjectKey(subject: Subject): SubjectKey {
  return `subject ${subject.policy.digest} ${machineKey(subject)}`;
}

/**
 * The same for two questions exactly if they are one. Answers are looked up by this alone: objects
 * are shared among questions, and so are names.
 */
export function questionKey(asked: Asked): QuestionKey {
  return `question ${asked.property} ${subjectKey(asked)}`;
}

/** The first of the items with each key, in their order: what is asked twice is done once. */
export function distinctBy<Item>(
  items: readonly Item[],
  keyOf: (item: Item) => SubjectKey | QuestionKey,
): readonly Item[] {
  const known = new Map<string, Item>();
  for (const item of items) {
    const key = keyOf(item);
    if (!known.has(key)) known.set(key, item);
  }
  return [...known.values()];
}

/** A question as a user names it, for what goes wrong with it. */
export function questionText({ policy, platform, axes, property }: Asked): string {
  return `${property} under ${policy.name} on ${machineText({ platform, axes })}`;
}

function byName([one]: readonly [string, unknown], [other]: readonly [string, unknown]): number {
  return one < other ? -1 : one > other ? 1 : 0;
}
