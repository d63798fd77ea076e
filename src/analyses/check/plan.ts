import type { NmiProperty } from "../../machine/model/property-names.js";
import type { Subject } from "../../machine/subject.js";
import { checkByExplorer } from "./explorer.js";
import { joinAnswers } from "./join.js";
import type { CheckRequest } from "./request.js";
import type { Verdict } from "./verdict.js";

/** A property, and what the explorer says of it, which may be nothing: `bounded`. */
export interface PlannedProperty {
  readonly property: NmiProperty;
  readonly explored: Verdict;
}

/** What one run of TLC is to check. TLC stops at the first violation that it finds. */
export interface PlannedRun {
  readonly subject: Subject;
  readonly properties: readonly PlannedProperty[];
  /** `holds`: the state space is to be exhausted. `violated`: a shortest counterexample. */
  readonly expected: "holds" | "violated" | "unknown";
  /** Distinct states, if the explorer came to the end. */
  readonly states: number | null;
}

/** As long as the explorer may think about one subject: more would not pay for itself. */
export const PLANNING_SECONDS = 1;

/** The questions about one subject, and what the explorer says of them. */
export interface PlannedSubject {
  readonly subject: Subject;
  readonly properties: readonly PlannedProperty[];
  /** Distinct states, if the explorer came to the end. */
  readonly states: number | null;
}

/** Asks the explorer about one subject. What it says is kept: TLC's verdicts are compared with it. */
export async function planSubject(
  subject: Subject,
  request: Omit<CheckRequest, "subjects">,
): Promise<PlannedSubject> {
  const { properties } = request;
  // What is saved is the run of TLC, and not a second of planning.
  const { checkpointFolder: _, ...exploring } = request.exploration ?? {};
  const explored = await checkByExplorer(subject, {
    ...request,
    exploration: exploring,
    timeoutSeconds: Math.min(PLANNING_SECONDS, request.timeoutSeconds ?? PLANNING_SECONDS),
  });
  const questions = properties.map((property) => ({ ...subject, property }));
  const planned = joinAnswers(questions, explored).map(
    ({ property, verdict }): PlannedProperty => ({ property, explored: verdict }),
  );
  const [first] = planned;
  const isKnown = planned.every(({ explored: { verdict } }) => isAnswer(verdict));
  const states = isKnown && first !== undefined ? first.explored.measured.states.distinct : null;
  return { subject, properties: planned, states };
}

/**
 * The runs for one subject alone: everything that should hold shares a run, every violation has its
 * own. Where the explorer does not know, TLC finds out.
 */
export function runsOf({ subject, properties, states }: PlannedSubject): readonly PlannedRun[] {
  const answered = (kind: "holds" | "violated"): readonly PlannedProperty[] =>
    properties.filter(({ explored: { verdict } }) => verdict === kind);
  const holding = answered("holds");
  const violated = answered("violated");
  const unknown = properties.filter(({ explored: { verdict } }) => !isAnswer(verdict));
  return [
    ...(holding.length > 0
      ? [{ subject, properties: holding, expected: "holds" as const, states }]
      : []),
    ...(unknown.length > 0
      ? [{ subject, properties: unknown, expected: "unknown" as const, states }]
      : []),
    ...violated.map((one) => ({
      subject,
      properties: [one],
      expected: "violated" as const,
      states,
    })),
  ];
}

function isAnswer(verdict: Verdict["verdict"]): boolean {
  return verdict === "holds" || verdict === "violated";
}
