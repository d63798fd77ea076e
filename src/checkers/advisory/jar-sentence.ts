import { type KnownBugName, knownBugNames } from "../tlc/canaries/canary.js";
import type { JarBugs } from "../tlc/canaries/kept.js";

/** What canaries have found in a jar, and what that means for runs of nmicheck. */
export function jarSentence(bugs: JarBugs): string {
  const present = knownBugNames.filter((bug) => bugs[bug].state === "present");
  const unknown = knownBugNames.flatMap((bug) => {
    const state = bugs[bug];
    return state.state === "unknown" ? [`${number(bug)} is not known (${state.because})`] : [];
  });
  const has =
    present.length === 0
      ? "this jar has none of the known bugs that were looked for."
      : `this jar has tlaplus ${listed(present.map(number))}; none of them can touch a run of nmicheck, which avoids what they need.`;
  return [has, ...(unknown.length === 0 ? [] : [`${unknown.join(", ")}.`])].join("\n");
}

function number(bug: KnownBugName): string {
  return bug.replace("tlaplus", "");
}

function listed(names: readonly string[]): string {
  return names.length < 2 ? names.join("") : `${names.slice(0, -1).join(", ")} and ${names.at(-1)}`;
}
