import type { PathProperty } from "../explore/path-model.js";
import { isOver } from "./cancelled.js";
import { exploreSubject } from "./explorer.js";
import type { CheckRequest } from "./request.js";
import type { Subject } from "./result.js";

/** What one run of TLC is to check. TLC stops at the first violation that it finds. */
export interface PlannedRun {
  readonly subject: Subject;
  readonly properties: readonly PathProperty[];
  /** `holds`: the state space is to be exhausted. `violated`: a shortest counterexample. */
  readonly expected: "holds" | "violated" | "unknown";
  /** Distinct states, if the explorer came to the end. */
  readonly states: number | null;
}

/** As long as the explorer may think about one subject: more would not pay for itself. */
export const PLANNING_SECONDS = 1;

/**
 * Plans the runs for one subject with the explorer's help: everything that should hold shares a
 * run, every violation has its own. Where the explorer does not know, TLC finds out. For a single
 * property there is nothing to plan.
 */
export async function planRuns(
  subject: Subject,
  request: Omit<CheckRequest, "subjects">,
): Promise<readonly PlannedRun[]> {
  const { properties, signal } = request;
  if (properties.length === 1 || isOver(signal)) {
    return [{ subject, properties, expected: "unknown", states: null }];
  }
  // What is saved is the run of TLC, and not a second of planning.
  const { checkpointFolder: _, ...exploring } = request.exploration ?? {};
  const exploration = await exploreSubject(subject, {
    ...request,
    exploration: exploring,
    timeoutSeconds: Math.min(PLANNING_SECONDS, request.timeoutSeconds ?? PLANNING_SECONDS),
  });
  const answered = (kind: string): readonly PathProperty[] =>
    properties.filter((property) => exploration.answers.get(property)?.answer === kind);
  const holding = answered("holds");
  const violated = answered("violated");
  const unknown = properties.filter(
    (property) => !holding.includes(property) && !violated.includes(property),
  );
  const states = unknown.length === 0 ? exploration.distinct : null;
  return [
    ...(holding.length > 0
      ? [{ subject, properties: holding, expected: "holds" as const, states }]
      : []),
    ...(unknown.length > 0
      ? [{ subject, properties: unknown, expected: "unknown" as const, states }]
      : []),
    ...violated.map((property) => ({
      subject,
      properties: [property],
      expected: "violated" as const,
      states,
    })),
  ];
}
