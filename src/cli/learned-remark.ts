import { learnedSentence } from "../analyses/learn/learned-sentence.js";
import type { NamedPolicyEvents } from "../analyses/learn/named-policy.js";
import { interruptible } from "./interrupt.js";
import type { Output } from "./output.js";

/** Tells the user what takes its time while a policy is learned, and what was learned. */
export function learnedRemarks(output: Output): NamedPolicyEvents {
  return {
    interruptible: (work) => interruptible(output, work),
    onProgress: (text) => {
      if (output.terminal !== null) output.remark(`${text} …\n`);
    },
    onLearned: (document) => output.remark(`${learnedSentence(document)}\n`),
  };
}
