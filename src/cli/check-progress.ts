import { createLogUpdate } from "log-update";
import { subjectKey } from "../analyses/check/question.js";
import type { CheckProgress } from "../analyses/check/request.js";
import type { CheckResult } from "../analyses/check/result.js";
import type { NmiAnyProperty } from "../machine/model/property-names.js";
import type { Subject } from "../machine/subject.js";
import type { Output } from "./output.js";
import { progressLine, progressText, workProgressLine, workText } from "./progress.js";
import { scorecard } from "./scorecard.js";

/** What is asked: every property of every subject. */
interface Asked {
  readonly subjects: readonly Subject[];
  readonly properties: readonly NmiAnyProperty[];
}

/** Shows how far a check has come, and what it has found. */
export interface CheckProgressLine {
  readonly onProgress: (progress: CheckProgress) => void;
  readonly onVerdict: (result: CheckResult) => void;
  readonly clear: () => void;
}

/** A terminal is slow, and nobody reads faster. */
const MILLISECONDS_BETWEEN_UPDATES = 100;

/** So often the seconds are told, whatever else happens. */
const MILLISECONDS_BETWEEN_TICKS = 1000;

/**
 * On a terminal the verdicts so far, how many there are of how many, and the run that was heard of
 * last; nothing in a pipe. For tools lines of JSON on stderr (`nmicheck.progress/1`), once a second:
 * of the runs, and where there are several questions of the verdicts.
 */
export function checkProgressLine(
  output: Output,
  isForTools: boolean,
  asked: Asked,
): CheckProgressLine {
  if (!isForTools && output.terminal !== null)
    return new OnTerminal(output, output.terminal, asked);
  const runs = progressLine(output, isForTools);
  const all = asked.subjects.length * asked.properties.length;
  const verdicts = workProgressLine(output, isForTools, { command: "check", unit: "verdicts" });
  let done = 0;
  return {
    onProgress: runs.update,
    onVerdict: () => {
      done++;
      if (all > 1) verdicts.update(done, all);
    },
    clear: () => {
      runs.clear();
      verdicts.clear();
    },
  };
}

class OnTerminal implements CheckProgressLine {
  readonly #began = performance.now();
  readonly #draw: ReturnType<typeof createLogUpdate>;
  readonly #tick: NodeJS.Timeout;
  readonly #results: CheckResult[] = [];
  #run = "";
  #drawn = Number.NEGATIVE_INFINITY;

  constructor(
    private readonly output: Output,
    terminal: NodeJS.WriteStream,
    private readonly asked: Asked,
  ) {
    // Who hides the cursor listens to Ctrl-C to show it again.
    this.#draw = createLogUpdate(terminal, { showCursor: true });
    this.#tick = setInterval(() => this.#show(), MILLISECONDS_BETWEEN_TICKS).unref();
  }

  readonly onProgress = (progress: CheckProgress): void => {
    if (performance.now() - this.#drawn < MILLISECONDS_BETWEEN_UPDATES) return;
    this.#run = progressText(progress);
    this.#show();
  };

  readonly onVerdict = (result: CheckResult): void => {
    this.#results.push(result);
    if (performance.now() - this.#drawn < MILLISECONDS_BETWEEN_UPDATES) return;
    this.#show();
  };

  readonly clear = (): void => {
    clearInterval(this.#tick);
    this.#draw.clear();
  };

  #show(): void {
    this.#drawn = performance.now();
    const { subjects, properties } = this.asked;
    const work = workText({
      command: "check",
      unit: "verdicts",
      done: this.#results.length,
      all: subjects.length * properties.length,
      seconds: (performance.now() - this.#began) / 1000,
      residentBytes: process.memoryUsage.rss(),
    });
    const known = this.#inOrder();
    const table = known.length === 0 ? "" : `${scorecard(known, null, this.output.colour)}\n`;
    this.#draw(`${table}${[work, this.#run].filter((line) => line !== "").join("\n")}`);
  }

  /** The verdicts as the scorecard will have them, in whatever order they have come. */
  #inOrder(): readonly CheckResult[] {
    const { subjects } = this.asked;
    const keys = subjects.map(subjectKey);
    const place = (result: CheckResult): number => keys.indexOf(subjectKey(result));
    return this.#results.toSorted((left, right) => place(left) - place(right));
  }
}
