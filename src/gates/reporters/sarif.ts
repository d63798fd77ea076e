import { plainText } from "../../base/document/plain-text.js";
import { sha256 } from "../../base/document/sealed.js";
import { reasonCodes } from "../gate/reason.js";
import { type Finding, findingsOf, ownerOf } from "./findings.js";
import type { Reporter } from "./reporter.js";
import { pathFrom } from "./wording.js";

/**
 * SARIF 2.1.0 (OASIS), as code hosts show it beside the lines of a change: a violated property at
 * the line of the policy that decides about it.
 */
export const sarifReport: Reporter = (run, { folder }) => {
  const results = findingsOf(run).map((finding) => resultOf(finding, run.config, folder));
  const log = {
    $schema: "https://json.schemastore.org/sarif-2.1.0.json",
    version: "2.1.0",
    runs: [
      {
        tool: {
          driver: {
            name: "nmicheck",
            semanticVersion: run.nmicheck,
            rules: reasonCodes.map((id) => ({ id, name: id })),
          },
        },
        columnKind: "utf16CodeUnits",
        results,
      },
    ],
  };
  return `${JSON.stringify(log, null, 2)}\n`;
};

function resultOf({ of, reason }: Finding, config: string, folder: string): object {
  const { code, message, details, place } = reason;
  const gatePlace = of.gate?.place ?? null;
  const at = place ?? gatePlace ?? { file: config, line: 1, column: 1 };
  const owner = ownerOf(of);
  return {
    ruleId: code,
    level: "error",
    message: { text: plainText([`${owner}: ${message}`, ...details].join("\n")) },
    locations: [
      {
        physicalLocation: {
          artifactLocation: { uri: uriOf(pathFrom(folder, at.file)) },
          region: { startLine: at.line, startColumn: at.column },
        },
      },
    ],
    partialFingerprints: { "nmicheck/v1": sha256(JSON.stringify([owner, of.name, code])) },
  };
}

/** A path as a reference: relative where it is, percent-encoded in each part. */
function uriOf(path: string): string {
  const encoded = path
    .replace(/\p{Cs}/gu, "\ufffd")
    .split("/")
    .map(encodeURIComponent)
    .join("/");
  return path.startsWith("/") ? `file://${encoded}` : encoded;
}
