import { plainText } from "../../base/document/plain-text.js";
import { passes, reasonsOf } from "../gate/outcome.js";
import { findingsOf, ownerOf } from "./findings.js";
import type { Reporter } from "./reporter.js";
import { checkerText, placeText, resultText, subjectText, summaryText } from "./wording.js";

/** The summary of a job on GitHub: what a reviewer needs, and nothing that a file could smuggle in. */
export const githubSummary: Reporter = (run, { folder }) => {
  const lines = [
    `## nmicheck: ${passes(run) ? "the gates pass" : "the gates fail"}`,
    "",
    markdownText(`${summaryText(run)} ${checkerText(run.checker)}.`),
    "",
    "| gate | about | found | |",
    "|---|---|---|---|",
    ...run.gates.map((gate) => {
      const mark = reasonsOf(gate).length === 0 ? "passes" : "**fails**";
      const cells = [gate.name, subjectText(gate), resultText(gate)].map(markdownText);
      return `| ${cells.join(" | ")} | ${mark} |`;
    }),
    "",
    ...findingsOf(run).flatMap(({ of, reason }) => {
      const at = reason.place === null ? [] : [`at ${placeText(reason.place, folder)}`];
      return [
        `### ${markdownText(`${ownerOf(of)}, ${of.name}`)}`,
        "",
        markdownText(`[${reason.code}] ${reason.message}`),
        "",
        ...fenced([...at, ...reason.details]),
      ];
    }),
  ];
  return `${lines.join("\n").trimEnd()}\n`;
};

/** Lines as they are, whatever is in them: between fences longer than any in the lines. */
function fenced(lines: readonly string[]): readonly string[] {
  if (lines.length === 0) return [];
  const text = plainText(lines.join("\n"));
  const longest = Math.max(0, ...(text.match(/`+/g) ?? []).map((run) => run.length));
  const fence = "`".repeat(Math.max(3, longest + 1));
  return [`${fence}diff`, ...text.split("\n"), fence, ""];
}

/** One line of text that Markdown, HTML and mentions leave alone. */
export function markdownText(text: string): string {
  return plainText(text)
    .replaceAll("\n", " ")
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll("@", "&#64;")
    .replace(/(:\/\/|www\.)/gi, (start) =>
      start.replace(/[:.]/, (mark) => (mark === ":" ? "&#58;" : "&#46;")),
    )
    .replace(/[\\`*_{}[\]()#|~!]/g, (mark) => `\\${mark}`);
}
