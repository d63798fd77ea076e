import { expect, test } from "vitest";
import type { Diagnostic } from "../../src/base/diagnostic/diagnostic.js";
import { renderDiagnostic } from "../../src/base/diagnostic/render.js";
import * as diagnostics from "../../src/report/diagnostics.js";

const messages: Readonly<Record<diagnostics.ReportDiagnosticCode, readonly [Diagnostic, string]>> =
  {
    "report/not-ours": [
      diagnostics.notOurs("thesis.html"),
      "error[report/not-ours]: `thesis.html` is there already, and is not a report of nmicheck: it was left as it is.\n" +
        "  → name another file with `--out FILE`, or say `--force` to replace it.",
    ],
    "report/no-file": [
      diagnostics.noFile("folder"),
      "error[report/no-file]: `folder` is not a file.\n  → name a file with `--out FILE`.",
    ],
    "report/unwritable": [
      diagnostics.unwritable("r.html", new Error("ENOSPC: no space left on device, write")),
      "error[report/unwritable]: the report was not written to `r.html`: ENOSPC: no space left on device, write.\n" +
        "  → name another file with `--out FILE`.",
    ],
    "report/page-missing": [
      diagnostics.pageMissing("dist/assets/report-page.js", new Error("ENOENT")),
      "error[report/page-missing]: the page of the report is not there: `dist/assets/report-page.js`.\n" +
        "  → `npm run build` makes it in a clone; elsewhere, install nmicheck again.",
    ],
    "report/no-atlas": [
      diagnostics.noAtlas("mine.json", "at machines.0.states: Invalid input."),
      "error[report/no-atlas]: `mine.json` is not an atlas: at machines.0.states: Invalid input.\n" +
        "  → `node dist/cli.js atlas --out FOLDER` writes one, as atlas.json; `--no-atlas` leaves it out.",
    ],
    "report/not-opened": [
      diagnostics.notOpened("r.html", "the opener ended with 3"),
      "error[report/not-opened]: no browser was opened: the opener ended with 3.\n" +
        "  → open `r.html` yourself.",
    ],
  };

test.each(Object.values(messages))("%s", (diagnostic, message) => {
  expect(renderDiagnostic(diagnostic)).toBe(message);
});
