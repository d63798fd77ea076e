import { relative } from "node:path";
import { quote } from "shell-quote";
import { everyAxis } from "../machine/configuration/axes.js";
import type { LoadedPolicy } from "../machine/policy/load.js";
import type { Subject } from "../machine/subject.js";

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

/** How the command line names a policy: built-in ones by name, others by their engine or their file. */
export function policyWord({ name, origin }: LoadedPolicy): string {
  if (origin.kind === "builtIn") return name;
  return origin.learnedFrom ?? relative(process.cwd(), origin.file);
}

/** The options that name one policy on one machine. */
export function subjectWords({ policy, platform, axes }: Subject): readonly string[] {
  return [
    ...["--policy", policyWord(policy)],
    ...["--platform", platform.name],
    ...["--chain", platform.chain.join(",")],
    ...["--ips", String(platform.rips)],
    ...axisWords(axes),
  ];
}

/** The options that name the axes of a machine; one with every axis off is asked for by the first. */
export function axisWords(axes: Subject["axes"]): readonly string[] {
  if (axes === undefined) return [];
  const on = Object.entries(axes.names);
  const off = everyAxis.slice(0, 1).map((axis) => [axis.name, axis.off] as const);
  return (on.length === 0 ? off : on).flatMap(([name, value]) => ["--axis", `${name}=${value}`]);
}

/** The axes of a machine as parts of an id; one with every axis off is none of the core either. */
export function axisParts(axes: Subject["axes"]): readonly string[] {
  if (axes === undefined) return [];
  const on = Object.entries(axes.names).map(([name, value]) => `${name}-${value}`);
  return on.length === 0 ? ["off"] : on;
}
