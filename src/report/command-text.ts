import { relative } from "node:path";
import { quote } from "shell-quote";
import type { NamedPlatform } from "../configuration/platform.js";
import type { LoadedPolicy } from "../policy/load.js";

/** What means itself to every shell. */
const PLAIN = /^[\w@%+=:,./-]+$/;

/** A word that a shell takes as it is. */
export function shellWord(word: string): string {
  return PLAIN.test(word) ? word : quote([word]);
}

/** A command that somebody can paste into a shell. */
export function commandText(words: readonly string[]): string {
  return ["nmicheck", ...words].map(shellWord).join(" ");
}

/** How the command line names a policy: built-in ones by name, others by their file. */
export function policyWord({ name, origin }: LoadedPolicy): string {
  return origin.kind === "builtIn" ? name : relative(process.cwd(), origin.file);
}

/** The options that name one policy on one platform. */
export function subjectWords(policy: LoadedPolicy, platform: NamedPlatform): readonly string[] {
  return [
    ...["--policy", policyWord(policy)],
    ...["--platform", platform.name],
    ...["--chain", platform.chain.join(",")],
    ...["--rips", String(platform.rips)],
  ];
}
