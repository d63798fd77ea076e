import { answeredTwice, strayAnswer, unanswered } from "./diagnostics.js";
import { type Asked, questionKey, questionText } from "./question.js";
import type { CheckResult } from "./result.js";
import { failureOf, nothingMeasured } from "./verdict.js";

/** What came for one key: nothing, the one thing that was to come, or more than one. */
export type Joined<Answer> =
  | { readonly kind: "none" }
  | { readonly kind: "one"; readonly answer: Answer }
  | { readonly kind: "several"; readonly count: number };

/**
 * Looks up what came for a key, among everything that came.
 *
 * @param asked every key for which something may come
 * @throws Diagnostic `check/stray-answer` for what came for no such key
 */
export function joinByKey<Key extends string, Answer>(
  asked: readonly Key[],
  answers: readonly Answer[],
  keyOf: (answer: Answer) => Key,
  textOf: (answer: Answer) => string,
): (key: Key) => Joined<Answer> {
  const came = new Map<Key, readonly Answer[]>(asked.map((key) => [key, []]));
  for (const answer of answers) {
    const key = keyOf(answer);
    const others = came.get(key);
    if (others === undefined) throw strayAnswer(textOf(answer));
    came.set(key, [...others, answer]);
  }
  return (key) => {
    const [answer, ...others] = came.get(key) ?? [];
    if (answer === undefined) return { kind: "none" };
    if (others.length > 0) return { kind: "several", count: others.length + 1 };
    return { kind: "one", answer };
  };
}

/**
 * The answer to each question, in their order. A question that has no answer, or more than one, is
 * `failed`.
 *
 * @throws Diagnostic `check/stray-answer` for an answer to a question that nobody asked
 */
export function joinAnswers<Question extends Asked>(
  questions: readonly Question[],
  answers: readonly CheckResult[],
): readonly (Question & CheckResult)[] {
  const answerTo = joinByKey(questions.map(questionKey), answers, questionKey, questionText);
  return questions.map((question): Question & CheckResult => {
    const joined = answerTo(questionKey(question));
    // A policy may lie in two files: whose answer it is, is told by who asked.
    if (joined.kind === "one") return { ...joined.answer, ...question };
    const diagnostic = joined.kind === "none" ? unanswered() : answeredTwice(joined.count);
    const verdict = {
      verdict: "failed",
      measured: nothingMeasured,
      failure: failureOf(diagnostic),
    } as const;
    return { ...question, verdict, certified: false, replayedOn: [] };
  });
}
