import { machineText, type Subject } from "../machine/subject.js";
import { whyNoLimits } from "./limits.js";

/** What of a report can be there for some machines alone. */
interface Parts {
  /** What any heuristic can know was asked for. */
  readonly limits: boolean;
}

/** What a report has, and a machine of its subjects cannot have: a sentence for each, and why. */
export function leftOut(subjects: readonly Subject[], { limits }: Parts): readonly string[] {
  const sentences = subjects.flatMap((subject) => {
    const machine = machineText(subject);
    const unknown = limits ? whyNoLimits(subject) : null;
    const isBoard = subject.axes !== undefined && subject.axes.board !== null;
    return [
      ...(unknown === null
        ? []
        : [`What any heuristic can know on ${machine} is not in the report: ${unknown}.`]),
      ...(isBoard
        ? [`There is no state graph of ${machine}: only those of one CPU are drawn.`]
        : []),
    ];
  });
  return [...new Set(sentences)];
}
