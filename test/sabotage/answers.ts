import { joinAnswers } from "../../src/analyses/check/join.js";
import { questionKey, questionText } from "../../src/analyses/check/question.js";
import { type Play, withPlays } from "../../src/analyses/check/replay.js";
import type { CheckResult } from "../../src/analyses/check/result.js";
import { namedPlatform } from "../../src/machine/configuration/platform.js";
import { type Sabotage, sabotage } from "./sabotage.js";

/** By which verdicts it was seen; null where every question has its answer. */
function failures(results: readonly CheckResult[]): string | null {
  const codes = results.flatMap(({ verdict }) =>
    verdict.verdict === "failed" ? [verdict.failure.code] : [],
  );
  return codes.length === 0 ? null : [...new Set(codes)].join();
}

/** `items` with another item, or none, or several, in the place `index`. */
function put<Item>(items: readonly Item[], index: number, ...others: readonly Item[]) {
  return items.toSpliced(index, 1, ...others);
}

/** The next answer, from this one on, of which something is different. */
function next(
  answers: readonly CheckResult[],
  index: number,
  isOther: (answer: CheckResult) => boolean,
): CheckResult {
  const found = [...answers.slice(index), ...answers.slice(0, index)].find(isOther);
  if (found === undefined) throw new Error("the base has no other answer of this kind");
  return found;
}

/** What is done to the answers on their way to the questions. */
export function answerSabotages(answers: readonly CheckResult[]): readonly Sabotage[] {
  const joined = (given: readonly CheckResult[]) => () => failures(joinAnswers(answers, given));
  return answers.flatMap((answer, index): readonly Sabotage[] => {
    const what = questionText(answer);
    const { policy, axes, property, platform } = answer;
    const machine = answers.find((one) => one.policy === policy && one.axes !== axes);
    const otherProperty = next(answers, index, (one) => one.property !== property);
    const otherPolicy = next(answers, index, (one) => one.policy !== policy);
    const { axes: _, ...core } = answer;
    return (
      [
        ["is dropped", put(answers, index)],
        ["comes twice", put(answers, index, answer, answer)],
        ["comes after another one", put(answers, index, { ...answer, certified: true }, answer)],
        [
          "comes for another property",
          put(answers, index, { ...answer, property: otherProperty.property }),
        ],
        [
          "comes for another policy",
          put(answers, index, { ...answer, policy: otherPolicy.policy }),
        ],
        ["comes for the core", put(answers, index, core)],
        [
          "comes for another chain",
          put(answers, index, { ...answer, platform: namedPlatform("ideal", [1, 1], 1) }),
        ],
        [
          "comes for another platform",
          put(answers, index, { ...answer, platform: { ...platform, sticky: true } }),
        ],
        ...(machine !== undefined
          ? [
              [
                "comes for another machine",
                put(answers, index, { ...answer, axes: machine.axes }),
              ] as const,
            ]
          : []),
      ] as const
    ).map(([how, given]) => sabotage(`the answer to ${what} ${how}`, joined(given)));
  });
}

/** What is done to the replays of counterexamples. */
export function playSabotages(answers: readonly CheckResult[]): readonly Sabotage[] {
  const due = answers.filter(({ verdict }) => verdict.verdict === "violated");
  const engine = { title: "reference", name: "reference", version: "1" };
  const plays = due.map(
    (question): Play => ({
      question,
      replay: { engine, verdict: "agrees", nmis: 1, endsWithinNmi: false, compared: "outcomes" },
    }),
  );
  const held = answers.find(({ verdict }) => verdict.verdict === "holds");
  return plays.flatMap((play, index) => {
    const what = questionText(play.question);
    const given: readonly (readonly [string, readonly Play[]])[] = [
      ["is not played", put(plays, index)],
      ["is played twice", put(plays, index, play, play)],
      [
        "cannot be played",
        put(plays, index, { ...play, replay: { engine, verdict: "unsupported", reason: "no" } }),
      ],
      ...(held === undefined
        ? []
        : [["is played for what holds", put(plays, index, { ...play, question: held })] as const]),
    ];
    return given.map(([how, all]) =>
      sabotage(`the counterexample of ${what} ${how}`, () =>
        failures(withPlays(due, all, () => "reference")),
      ),
    );
  });
}

/** That every answer is of another question: else a sabotage would be none. */
export function areDistinct(answers: readonly CheckResult[]): boolean {
  return new Set(answers.map(questionKey)).size === answers.length;
}
