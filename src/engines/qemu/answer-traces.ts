import type { Answer, EngineCall } from "../engine.js";
import type { TracePlan } from "./plan.js";
import type { TraceOutcome } from "./seen.js";
import type { TraceCutter } from "./trace-cutter.js";

/** Answers, and what became of each trace, in the order in which they were asked. */
export interface Answered {
  readonly answers: readonly Answer[];
  readonly outcomes: readonly TraceOutcome[];
}

/**
 * Answers calls by playing the traces that they are cut into, all of them at once.
 *
 * @param where the machine that they are played on, as "in the guest"
 * @param play plays one trace
 */
export async function answerTraces(
  cutter: TraceCutter,
  calls: readonly EngineCall[],
  where: string,
  play: (plan: TracePlan) => Promise<TraceOutcome>,
): Promise<Answered> {
  const { answers, traces } = cutter.cut(calls);
  const outcomes = await Promise.all(traces.map(({ planner }) => play(planner.plan)));
  const later = new Map<number, Answer>();
  for (const [index, outcome] of outcomes.entries()) {
    const positions = traces[index]?.nmis ?? [];
    for (const [nmi, position] of positions.entries()) {
      later.set(position, answerOf(outcome, nmi, where));
    }
  }
  const given = answers.map((early, position) => {
    const answer = early ?? later.get(position);
    if (answer === undefined) throw new Error(`call ${position} has no answer`);
    return answer;
  });
  return { answers: given, outcomes };
}

function answerOf(outcome: TraceOutcome, nmi: number, where: string): Answer {
  const seen = outcome.kind === "seen" ? outcome.nmis[nmi] : undefined;
  if (outcome.kind === "seen" && seen !== undefined) {
    const { imitations } = outcome;
    const isLast = nmi === outcome.nmis.length - 1;
    return isLast && imitations.length > 0 ? { ...seen, imitated: imitations } : seen;
  }
  const reason = outcome.kind === "notArranged" ? outcome.reason : "it was not seen";
  return {
    kind: "refused",
    code: "unsupported",
    message: `this trace could not be brought about ${where}: ${reason}`,
  };
}
