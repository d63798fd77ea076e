import { createLogUpdate } from "log-update";
import type { CheckProgress } from "../check/request.js";
import { grouped } from "../trace/words.js";
import type { Output } from "./output.js";

/** Shows how far a check has come, on a terminal only. */
export interface ProgressLine {
  readonly update: (progress: CheckProgress) => void;
  readonly clear: () => void;
}

/** At most this often: a terminal is slow, and nobody reads faster. */
const MILLISECONDS_BETWEEN_UPDATES = 100;

/** For tools: seldom enough to be read by a person too. */
const MILLISECONDS_BETWEEN_LINES = 1000;

/** The name and version of each line of progress that `--json` prints on stderr. */
export const PROGRESS_SCHEMA = "nmicheck.progress/1";

/**
 * A line that overwrites itself on a terminal, and nothing in a pipe; for tools, once a second, a
 * line of JSON on stderr (`nmicheck.progress/1`).
 */
export function progressLine(output: Output, isForTools = false): ProgressLine {
  if (isForTools) return progressForTools(output);
  if (output.terminal === null) return { update: () => {}, clear: () => {} };
  const draw = createLogUpdate(output.terminal);
  let last = 0;
  return {
    update: (progress) => {
      const now = performance.now();
      if (now - last < MILLISECONDS_BETWEEN_UPDATES) return;
      last = now;
      draw(progressText(progress));
    },
    clear: () => draw.clear(),
  };
}

function progressForTools(output: Output): ProgressLine {
  let last = performance.now();
  return {
    update: (progress) => {
      const now = performance.now();
      if (now - last < MILLISECONDS_BETWEEN_LINES) return;
      last = now;
      const { subject, distinct, generated, queue, depth, seconds, bytes } = progress;
      const { name, chain, rips } = subject.platform;
      const line = {
        schema: PROGRESS_SCHEMA,
        policy: subject.policy.name,
        platform: { name, chain, rips },
        states: { distinct, generated },
        ratePerSecond: Math.round(distinct / Math.max(seconds, 0.001)),
        queue,
        depth,
        ...(bytes === undefined ? {} : { bytes }),
        seconds: Math.round(seconds * 1000) / 1000,
        atLeastSecondsLeft: Math.round(secondsLeft(progress) * 10) / 10,
      };
      output.remark(`${JSON.stringify(line)}\n`);
    },
    clear: () => {},
  };
}

/** `mainline on ideal: 4,408 states, …`. */
export function progressText(progress: CheckProgress): string {
  const { policy, platform } = progress.subject;
  const rate = progress.distinct / Math.max(progress.seconds, 0.001);
  const memory =
    progress.bytes === undefined ? "" : `, ${grouped(Math.round(progress.bytes / 2 ** 20))} MiB`;
  return (
    `${policy.name} on ${platform.name}: ${grouped(progress.distinct)} states, ` +
    `${grouped(Math.round(rate))} states/s, depth ${progress.depth}, ` +
    `queue ${grouped(progress.queue)}${memory}, at least ${Math.ceil(secondsLeft(progress))} s left`
  );
}

/**
 * How long the states known now will take. Nobody knows how many there will be: it takes at least
 * as long.
 */
export function secondsLeft({ distinct, queue, seconds }: CheckProgress): number {
  const expanded = distinct - queue;
  return expanded <= 0 ? 0 : (queue * seconds) / expanded;
}
