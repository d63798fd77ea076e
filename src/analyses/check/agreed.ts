import { traceLength } from "../../machine/trace/length.js";
import { countsDiffer, modelFails, witnessesDisagree } from "./diagnostics.js";
import { type Failure, failureOf, type Measured, type Verdict } from "./verdict.js";

/** In what TLC's answer and the explorer's must be the same, beside the verdict. */
export interface Comparable {
  /** The states generated: not where TLC goes on from a checkpoint, or works with others. */
  readonly generated: boolean;
  /** The length of a counterexample: not where nobody promises a shortest one. */
  readonly length: boolean;
}

/**
 * TLC's verdict, where the explorer has nothing to say against it: nothing is certified if the model
 * fails when it is executed, or the other of the two answers otherwise, counts otherwise, or has a
 * counterexample of another length. A verdict that the explorer does not have says nothing.
 */
export function agreed(tlc: Verdict, explorer: Verdict, comparable: Comparable): Verdict {
  const failure = objection(tlc, explorer, comparable);
  return failure === null ? tlc : { verdict: "failed", measured: tlc.measured, failure };
}

function objection(tlc: Verdict, explorer: Verdict, comparable: Comparable): Failure | null {
  if (explorer.verdict === "failed") {
    // What is wrong with a model is told in the terms of its source.
    if (tlc.verdict === "failed") return explorer.failure;
    return failureOf(modelFails(explorer.failure.diagnostic, tlc.verdict));
  }
  if (tlc.verdict === "holds" && explorer.verdict === "holds") {
    return countObjection(tlc.measured, explorer.measured, comparable);
  }
  if (tlc.verdict === "violated" && explorer.verdict === "violated") {
    const [found, known] = [traceLength(tlc.trace), traceLength(explorer.trace)];
    if (comparable.length && found !== known) {
      const said = `TLC's counterexample has ${found} states`;
      return failureOf(witnessesDisagree(`violated in ${known}`, said));
    }
    const isWhole = tlc.measured.isWhole === true;
    return isWhole ? countObjection(tlc.measured, explorer.measured, comparable) : null;
  }
  const areAnswers = isAnswer(tlc) && isAnswer(explorer);
  if (!areAnswers) return null;
  return failureOf(witnessesDisagree(explorer.verdict, `TLC says \`${tlc.verdict}\``));
}

function countObjection(tlc: Measured, explorer: Measured, { generated }: Comparable) {
  const [ours, theirs] = [explorer.states, tlc.states];
  if (ours.distinct !== theirs.distinct) {
    return failureOf(countsDiffer("distinct states", theirs.distinct, ours.distinct));
  }
  if (generated && ours.generated !== theirs.generated) {
    return failureOf(countsDiffer("generated states", theirs.generated, ours.generated));
  }
  return null;
}

function isAnswer({ verdict }: Verdict): boolean {
  return verdict === "holds" || verdict === "violated";
}
