import { createLogUpdate } from "log-update";
import type { CheckProgress } from "../analyses/check/request.js";
import { axisTexts } from "../machine/configuration/axes-text.js";
import { grouped } from "../machine/trace/words.js";
import { estimateOfQueue, estimateText } from "./estimate.js";
import type { Output } from "./output.js";
import {
  estimateOfWork,
  explorationLine,
  type ProgressDocument,
  statesPerSecond,
  type WorkProgress,
  workLine,
} from "./progress-document.js";

/** Shows how far a check has come. */
export interface ProgressLine {
  readonly update: (progress: CheckProgress) => void;
  readonly clear: () => void;
}

/** Shows how far a command has come that does one thing after another. */
export interface WorkProgressLine {
  /**
   * @param all how much there is to do; null where nobody knows
   * @param more another unit than before, and what the part under way counts
   */
  readonly update: (
    done: number,
    all: number | null,
    more?: Partial<Pick<WorkProgress, "unit" | "part">>,
  ) => void;
  readonly clear: () => void;
}

/** At most this often: a terminal is slow, and nobody reads faster. */
const MILLISECONDS_BETWEEN_UPDATES = 100;

/** For tools: seldom enough to be read by the user too. */
const MILLISECONDS_BETWEEN_LINES = 1000;

/** Something to be shown: only what is shown is made. */
interface Shown {
  readonly text: () => string;
  readonly line: () => ProgressDocument;
}

/** Where progress is shown. */
interface Display {
  readonly show: (shown: Shown) => void;
  readonly clear: () => void;
}

/**
 * A line that overwrites itself on a terminal, and nothing in a pipe; for tools, once a second, a
 * line of JSON on stderr (`nmicheck.progress/1`).
 */
export function progressLine(output: Output, isForTools = false): ProgressLine {
  const { show, clear } = display(output, isForTools);
  return {
    update: (progress) =>
      show({ text: () => progressText(progress), line: () => explorationLine(progress) }),
    clear,
  };
}

/**
 * The same for a command that does one thing after another: it counts `unit`, a plural.
 *
 * @param all how much there is to do, where that is known beforehand
 */
export function workProgressLine(
  output: Output,
  isForTools: boolean,
  about: Pick<WorkProgress, "command" | "unit">,
  all: number | null = null,
): WorkProgressLine {
  const { show, clear } = display(output, isForTools);
  const began = performance.now();
  let known: Omit<WorkProgress, "command" | "unit" | "seconds" | "residentBytes"> = {
    done: 0,
    all,
  };
  const progress = (): WorkProgress => ({
    ...about,
    ...known,
    seconds: (performance.now() - began) / 1000,
    residentBytes: process.memoryUsage.rss(),
  });
  const tell = (): void =>
    show({ text: () => workText(progress()), line: () => workLine(progress()) });
  // A user sees that the first of it is under way, too; tools hear of what is done.
  const tick = isForTools ? undefined : setInterval(tell, MILLISECONDS_BETWEEN_LINES).unref();
  return {
    update: (done, of, more = {}) => {
      known = { ...more, done, all: of };
      tell();
    },
    clear: () => {
      clearInterval(tick);
      clear();
    },
  };
}

function display(output: Output, isForTools: boolean): Display {
  if (isForTools) {
    const show = seldom(MILLISECONDS_BETWEEN_LINES, performance.now(), ({ line }) =>
      output.remark(`${JSON.stringify(line())}\n`),
    );
    return { show, clear: () => {} };
  }
  if (output.terminal === null) return { show: () => {}, clear: () => {} };
  // Who hides the cursor listens to Ctrl-C to show it again: what computes without a pause would not end.
  const draw = createLogUpdate(output.terminal, { showCursor: true });
  const show = seldom(MILLISECONDS_BETWEEN_UPDATES, 0, ({ text }) => draw(text()));
  return { show, clear: () => draw.clear() };
}

/** Shows only what comes so many milliseconds after what was shown last, or after `since`. */
function seldom(
  milliseconds: number,
  since: number,
  show: (shown: Shown) => void,
): Display["show"] {
  let last = since;
  return (shown) => {
    const now = performance.now();
    if (now - last < milliseconds) return;
    last = now;
    show(shown);
  };
}

/** `mainline on ideal: 4,408 states, …`; what is not known is not told. */
export function progressText(progress: CheckProgress): string {
  const { subject, distinct, depth, queue, bytes, residentBytes } = progress;
  const machine = [subject.platform.name, ...axisTexts(subject.axes?.names)].join(" ");
  const estimate = estimateOfQueue(progress);
  return [
    `${subject.policy.name} on ${machine}: ${grouped(distinct)} states`,
    `${grouped(statesPerSecond(progress))} states/s`,
    `depth ${depth}`,
    `queue ${grouped(queue)}`,
    ...memoryText(bytes ?? residentBytes),
    ...(estimate === null ? [] : [estimateText(estimate)]),
  ].join(", ");
}

/** `mutate: 12 of 154 mutants, 3 s, …`. */
export function workText(progress: WorkProgress): string {
  const { command, unit, done, all, part, seconds, residentBytes } = progress;
  const estimate = estimateOfWork(progress);
  return [
    `${command}: ${grouped(done)}${all === null ? "" : ` of ${grouped(all)}`} ${unit}`,
    ...(part === undefined ? [] : [`in this one ${grouped(part.done)} ${part.unit}`]),
    `${Math.floor(seconds)} s`,
    ...memoryText(residentBytes),
    ...(estimate === null ? [] : [estimateText(estimate)]),
  ].join(", ");
}

function memoryText(bytes: number | undefined): readonly string[] {
  return bytes === undefined ? [] : [`${grouped(Math.round(bytes / 2 ** 20))} MiB`];
}
