import type { LearnDocument } from "../analyses/learn/document.js";
import { commandText } from "./command-text.js";
import type { ReportLearned } from "./document.js";

/** What a report tells of a policy that was learned. */
export function learnedPart({ transitions: _, ...learned }: LearnDocument): ReportLearned {
  const { chain, rips } = learned.machine;
  const machine = ["--chain", chain.join(","), "--ips", String(rips)];
  return { ...learned, command: commandText(["learn", "--engine", learned.from, ...machine]) };
}
