import { workflowCommand } from "../../base/document/workflow-command.js";
import { findingsOf, ownerOf } from "./findings.js";
import type { Reporter } from "./reporter.js";
import { pathFrom } from "./wording.js";

/** Workflow commands of GitHub Actions: an error for each reason, shown at its line. */
export const githubReport: Reporter = (run, { folder }) => {
  const commands = findingsOf(run).map(({ of, reason }) => {
    const place = reason.place ?? of.gate?.place ?? { file: run.config, line: 1, column: 1 };
    return workflowCommand({
      level: "error",
      file: pathFrom(folder, place.file),
      line: place.line,
      column: place.column,
      title: `nmicheck: ${ownerOf(of)}, ${of.name}`,
      text: [reason.message, ...reason.details].join("\n"),
    });
  });
  return commands.join("");
};
