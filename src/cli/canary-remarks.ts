import type { KnownBugName } from "../checkers/tlc/canaries/canary.js";
import type { Output } from "./output.js";

/** Says which canary is asked: all of them take a minute on a machine that is busy. */
export function canaryRemarks(output: Output): { onCanary: (bug: KnownBugName) => void } {
  return {
    onCanary: (bug) => output.remark(`asking once whether this TLC has the bug ${bug} …\n`),
  };
}
