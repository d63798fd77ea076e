import type { Command, Help } from "commander";
import { programName } from "../../base/package/program-name.js";

/** What to type behind the program's name, and what one gets. */
export type Example = readonly [typed: string, gives: string];

/** Puts examples, if there are any, at the end of a help text. */
export function addExamples(command: Command, heading: string, examples: readonly Example[]): void {
  if (examples.length === 0) return;
  command.addHelpText("after", () => {
    const lines = examples.map(([typed, gives]) => `  ${programName()} ${typed}\n      ${gives}`);
    return `\n${heading}\n${lines.join("\n")}`;
  });
}

/** Groups what a help text lists, under headings in this order; one that is not in it comes first. */
export function inOrder(order: readonly string[]): Help["groupItems"] {
  return (_all, visible, headingOf) => {
    const found = [...new Set(visible.map(headingOf))];
    found.sort((one, other) => order.indexOf(one) - order.indexOf(other));
    return new Map(
      found.map((heading) => [heading, visible.filter((item) => headingOf(item) === heading)]),
    );
  };
}
