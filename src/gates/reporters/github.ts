import { findingsOf, ownerOf } from "./findings.js";
import { plainText } from "./plain-text.js";
import type { Reporter } from "./reporter.js";
import { pathFrom } from "./wording.js";

/**
 * Workflow commands of GitHub Actions: an error for each reason, shown at its line. What comes from
 * files cannot begin a command of its own: line breaks are escaped.
 */
export const githubReport: Reporter = (run, { folder }) => {
  const lines = findingsOf(run).map(({ of, reason }) => {
    const place = reason.place ?? of.gate?.place ?? { file: run.config, line: 1, column: 1 };
    const properties = [
      `file=${property(pathFrom(folder, place.file))}`,
      `line=${place.line}`,
      `col=${place.column}`,
      `title=${property(`nmicheck: ${ownerOf(of)}, ${of.name}`)}`,
    ];
    return `::error ${properties.join(",")}::${data([reason.message, ...reason.details].join("\n"))}`;
  });
  return lines.map((line) => `${line}\n`).join("");
};

function data(text: string): string {
  return plainText(text).replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");
}

function property(text: string): string {
  return data(text).replaceAll(":", "%3A").replaceAll(",", "%2C");
}
