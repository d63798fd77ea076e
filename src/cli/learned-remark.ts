import { learnedSentence } from "../analyses/learn/learned-sentence.js";
import type { NamedPolicyEvents } from "../analyses/learn/named-policy.js";
import type { Output } from "./output.js";

/** Tells the user what takes its time while a policy is learned, and what was learned. */
export function learnedRemarks(output: Output): NamedPolicyEvents {
  return {
    onProgress: (text) => {
      if (output.terminal !== null) output.remark(`${text} …\n`);
    },
    onLearned: (document) => output.remark(`${learnedSentence(document)}\n`),
  };
}
