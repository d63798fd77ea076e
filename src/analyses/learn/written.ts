import { phasesDiagram } from "./diagram/phases-diagram.js";
import type { StateDiagram } from "./diagram/state-diagram.js";
import type { LearnDocument } from "./document.js";
import { type LearnedTitle, learnedText, phaseNames } from "./learned-text.js";
import type { Written } from "./learning.js";
import { lettersOf, letterText, nmiText } from "./letters.js";
import type { LooksAt } from "./phases.js";
import { placedDiagram } from "./places/placed-diagram.js";
import { placedAlphabet } from "./places/placed-letters.js";
import { keptPlaces } from "./places/placed-policy.js";
import { placedText } from "./places/placed-text.js";

/** How many phases it has. */
export function phasesIn(written: Written): number {
  return written.kind === "plain" ? written.phases.count : written.policy.phases.length;
}

/** Their names, by what the kernel keeps where it tells. */
export function namesIn(written: Written): readonly string[] {
  return phaseNames({ count: phasesIn(written) }, written.swallowNmi);
}

/** What it looks at beside `ip`. */
export function looksAtIn(written: Written): LooksAt {
  return (written.kind === "plain" ? written.phases : written.policy).looksAt;
}

/** How many ips it remembers beside the last one. */
export function remembersIn(written: Written): number {
  return written.kind === "plain" ? 0 : keptPlaces(written.policy);
}

/** Whether it must be told more than every machine tells a policy. */
export function isToldMore(written: Written): boolean {
  return written.kind === "placed" || looksAtIn(written) === "told";
}

/** The policy as a file. */
export function textOf(
  written: Written,
  chain: LearnDocument["machine"]["chain"],
  title: LearnedTitle,
): string {
  return written.kind === "plain"
    ? learnedText(written.phases, chain, written.swallowNmi, title)
    : placedText(written.policy, chain, namesIn(written), title);
}

/** The policy as a state diagram. */
export function diagramOf(written: Written): StateDiagram {
  const names = namesIn(written);
  return written.kind === "plain"
    ? phasesDiagram(written.phases, names)
    : placedDiagram(written.policy, names);
}

/** For each letter of the machine that was learned its NMI in words. */
export function letterTexts(
  { kind }: Pick<Written, "kind">,
  chain: LearnDocument["machine"]["chain"],
): readonly string[] {
  return kind === "plain"
    ? lettersOf(chain).map(letterText)
    : placedAlphabet(chain).letters.map(nmiText);
}
