import { createLogUpdate } from "log-update";
import type { CheckProgress } from "../analyses/check/request.js";
import type { GateStep } from "../gates/gate/progress.js";
import { gateStepLine } from "./gate-progress-document.js";
import type { Output } from "./output.js";
import { progressLine, progressText } from "./progress.js";

/** Shows how far the gates have come. */
export interface GateProgressLine {
  readonly onProgress: (progress: CheckProgress) => void;
  readonly onStep: (step: GateStep) => void;
  readonly clear: () => void;
}

/**
 * Two lines that overwrite themselves on a terminal, and nothing in a pipe; for tools, a line of JSON
 * on stderr for each step (`nmicheck.gate-progress/1`), and those of a check between them.
 */
export function gateProgressLine(output: Output, isForTools: boolean): GateProgressLine {
  if (isForTools) {
    const { update, clear } = progressLine(output, true);
    const onStep = (step: GateStep): void =>
      output.remark(`${JSON.stringify(gateStepLine(step))}\n`);
    return { onProgress: update, onStep, clear };
  }
  if (output.terminal === null) return { onProgress: () => {}, onStep: () => {}, clear: () => {} };
  const draw = createLogUpdate(output.terminal);
  let [step, states] = ["", ""];
  const show = (): void => draw([step, states].filter((line) => line !== "").join("\n"));
  return {
    onProgress: (progress) => {
      states = progressText(progress);
      show();
    },
    onStep: (done) => {
      [step, states] = [stepText(done), ""];
      show();
    },
    clear: () => draw.clear(),
  };
}

/** `12 of 54 steps, 3 s: mainline on ideal, NoSpurious was checked`. */
export function stepText({ gate, platform, property, step, done, all, seconds }: GateStep): string {
  const about = [platform === null ? gate : `${gate} on ${platform}`, property]
    .filter((part) => part !== null)
    .join(", ");
  const what = {
    cached: "is answered from its certificate",
    checked: "is checked",
    counted: "is counted",
    conformed: "is checked against the model",
  }[step];
  return `${done} of ${all} steps, ${Math.floor(seconds)} s: ${about} ${what}`;
}
