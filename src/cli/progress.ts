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

/** A line that overwrites itself on a terminal, and nothing in a pipe. */
export function progressLine(output: Output): ProgressLine {
  if (output.terminal === null) return { update: () => {}, clear: () => {} };
  const draw = createLogUpdate(output.terminal);
  let last = 0;
  return {
    update: (progress) => {
      const now = performance.now();
      if (now - last < MILLISECONDS_BETWEEN_UPDATES) return;
      last = now;
      const { policy, platform } = progress.subject;
      const rate = progress.generated / Math.max(progress.seconds, 0.001);
      draw(
        `${policy.name} on ${platform.name}: ${grouped(progress.distinct)} states, ` +
          `${grouped(Math.round(rate))} generated/s, depth ${progress.depth}, queue ${grouped(progress.queue)}`,
      );
    },
    clear: () => draw.clear(),
  };
}
