import type { CheckResult } from "../analyses/check/result.js";
import type { LoadedPolicy } from "../machine/policy/load.js";
import type { Subject } from "../machine/subject.js";
import { axisParts, commandText, subjectWords } from "./command-text.js";
import type { ToldTrace } from "./told-trace.js";

/** A policy of the user's may have the name of another one: its model tells them apart. */
function policyKey({ name, origin, model }: LoadedPolicy): string {
  return origin.kind === "builtIn" ? name : `${name}-${model.sha256.slice(0, 8)}`;
}

/** The id of what a report has of a subject: unique in it, and the same in each report. */
export function idOf(kind: string, { policy, platform, axes }: Subject, rest: string): string {
  return [kind, policyKey(policy), platform.name, ...axisParts(axes), rest].join("-");
}

/** What gives a verdict again. */
export function checkCommand(result: CheckResult): string {
  return commandText(["check", ...subjectWords(result), "--property", result.property]);
}

/** The id of the trace of a verdict. */
export function counterexampleId(result: CheckResult): string {
  return idOf("check", result, result.property);
}

/** The trace of a verdict; none where it has none. */
export function counterexample(result: CheckResult): readonly ToldTrace[] {
  const { verdict, policy } = result;
  if (verdict.verdict !== "violated") return [];
  return [
    {
      id: counterexampleId(result),
      from: "check",
      command: checkCommand(result),
      trace: verdict.trace,
      policy: policy.policy,
    },
  ];
}
