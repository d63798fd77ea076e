import type { Branches } from "../analyses/check/document.js";
import type { CheckResult } from "../analyses/check/result.js";
import { shorten } from "../compiler/lang/shorten.js";
import type { Subject } from "../machine/subject.js";

/**
 * The branches that no behaviour takes, of the policies from files that have all their verdicts; null
 * where there is none.
 */
export async function branchesOf(
  subjects: readonly Subject[],
  results: readonly CheckResult[],
  signal: AbortSignal,
): Promise<Branches | null> {
  const asked = subjects.filter(
    ({ policy }) =>
      policy.origin.kind === "file" &&
      results.every(
        (one) => one.policy.digest !== policy.digest || one.verdict.verdict !== "failed",
      ),
  );
  if (asked.length === 0 || signal.aborted) return null;
  const { branchesNeverTaken } = await import("../analyses/vacuity/never-taken.js");
  return branchesNeverTaken(asked, signal);
}

/** The lines of the answer that tell them. */
export function branchLines(branches: Branches | null): readonly string[] {
  if (branches === null) return [];
  const { never, unknown } = branches;
  return [
    ...(never.length === 0
      ? []
      : [
          "No behaviour of any machine above takes these branches, so the verdicts say nothing of them:",
          ...never.map(
            ({ policy, place: { file, line, column }, text }) =>
              `  ${file}:${line}:${column}: \`${shorten(text)}\` of ${policy}`,
          ),
        ]),
    ...unknown.map(
      (policy) => `Not all states of ${policy} were looked at for branches that are never taken.`,
    ),
  ];
}
