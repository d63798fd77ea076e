import { diffArrays } from "diff";
import type { Checked } from "../analyses/check/check.js";
import { questionText } from "../analyses/check/question.js";
import type { CheckResult } from "../analyses/check/result.js";
import type { Diagnostic } from "../base/diagnostic/diagnostic.js";
import { renderDiagnostic } from "../base/diagnostic/render.js";
import { renderTrace } from "../machine/trace/table/render.js";
import { type Output, palette } from "./output.js";
import { scorecard } from "./scorecard.js";
import { changedVerdicts, counterexampleToShow, standingQuestion } from "./watch/rounds.js";

/** The whole terminal, and what has scrolled out of it; then to its first line. */
const CLEAR = "\u001b[2J\u001b[3J\u001b[H";

/** The counterexample on the screen. */
interface Shown {
  readonly question: string;
  /** The question in words. */
  readonly text: string;
  readonly lines: readonly string[];
}

/**
 * What the user sees while nmicheck watches: the verdicts, those that changed, and a counterexample,
 * which stays while there is no newer one.
 */
export class WatchScreen {
  #last: Checked | null = null;
  #shown: Shown | null = null;

  constructor(
    private readonly output: Output,
    private readonly watched: string,
  ) {}

  /** Shows the answers of a round. */
  answers(checked: Checked, seconds: number): void {
    const paint = palette(this.output.colour);
    const before = this.#last?.results ?? [];
    const changes = changedVerdicts(before, checked.results).map(
      ({ question, before: was, after }) =>
        `${paint.yellow("*")} ${question}: ${was ?? "not asked"} → ${paint.bold(after)}`,
    );
    const marks =
      this.#last === null
        ? []
        : changes.length === 0
          ? ["No verdict has changed.", ""]
          : [...changes, ""];
    const counterexample = this.#counterexample(before, checked.results);
    this.#last = checked;
    this.#draw([
      scorecard(checked.results, checked.checker, this.output.colour),
      ...failures(checked.results),
      ...marks,
      ...counterexample,
      "",
      paint.dim(`${seconds.toFixed(2)} s; watching ${this.watched}. Ctrl-C ends.`),
    ]);
  }

  /** Shows what is wrong with a policy file, above what was there before. */
  diagnostics(diagnostics: readonly Diagnostic[]): void {
    const paint = palette(this.output.colour);
    const last = this.#last;
    this.#draw([
      ...diagnostics.map(renderDiagnostic),
      "",
      ...(last === null
        ? []
        : [
            "Before that:",
            "",
            scorecard(last.results, last.checker, this.output.colour),
            ...(this.#shown === null ? [] : this.#shown.lines),
            "",
          ]),
      paint.dim(`watching ${this.watched}. Ctrl-C ends.`),
    ]);
  }

  /** The counterexample, with `+` before each line that was not in the one before. */
  #counterexample(
    before: readonly CheckResult[],
    after: readonly CheckResult[],
  ): readonly string[] {
    const found = counterexampleToShow(before, after, this.#shown?.question ?? null);
    const shown = this.#shown;
    if (found === null || found.verdict.verdict !== "violated") {
      if (shown === null) return [];
      return [`The last counterexample, which is none any more (${shown.text}):`, ...shown.lines];
    }
    const question = standingQuestion(found);
    const lines = renderTrace(found.verdict.trace, { colour: this.output.colour }).split("\n");
    this.#shown = { question, text: questionText(found), lines };
    return shown === null || shown.question !== question ? lines : marked(shown.lines, lines);
  }

  #draw(lines: readonly string[]): void {
    const text = `${lines.join("\n")}\n`;
    this.output.answer(this.output.terminal === null ? `${text}\n` : `${CLEAR}${text}`);
  }
}

function marked(before: readonly string[], after: readonly string[]): readonly string[] {
  const parts = diffArrays([...before], [...after]);
  if (parts.every(({ added, removed }) => !added && !removed)) return after;
  return parts.flatMap(({ value, added, removed }) =>
    removed ? [] : value.map((line) => `${added ? "+" : " "} ${line}`),
  );
}

function failures(results: readonly CheckResult[]): readonly string[] {
  return results.flatMap((result) =>
    result.verdict.verdict === "failed"
      ? [`${questionText(result)} failed: ${renderDiagnostic(result.verdict.failure.diagnostic)}`]
      : [],
  );
}
