import { expect, test } from "vitest";
import type { Fault } from "../../src/base/fault/fault.js";
import { renderFault } from "../../src/base/fault/render.js";
import * as faults from "../../src/report/faults.js";

const messages: Readonly<Record<faults.ReportFaultCode, readonly [Fault, string]>> = {
  "report/not-ours": [
    faults.notOurs("thesis.html"),
    "error[report/not-ours]: `thesis.html` is there already, and is not a report of nmicheck: it was left as it is.\n" +
      "  → name another file with `--out FILE`, or say `--force` to replace it.",
  ],
  "report/no-file": [
    faults.noFile("folder"),
    "error[report/no-file]: `folder` is not a file.\n  → name a file with `--out FILE`.",
  ],
  "report/unwritable": [
    faults.unwritable("r.html", new Error("ENOSPC: no space left on device, write")),
    "error[report/unwritable]: the report was not written to `r.html`: ENOSPC: no space left on device, write.\n" +
      "  → name another file with `--out FILE`.",
  ],
  "report/page-missing": [
    faults.pageMissing("dist/assets/report-page.js", new Error("ENOENT")),
    "error[report/page-missing]: the page of the report is not there: `dist/assets/report-page.js`.\n" +
      "  → `npm run build` makes it in a clone; elsewhere, install nmicheck again.",
  ],
  "report/no-atlas": [
    faults.noAtlas("mine.json", "at machines.0.states: Invalid input."),
    "error[report/no-atlas]: `mine.json` is not an atlas: at machines.0.states: Invalid input.\n" +
      "  → `node dist/cli.js atlas --out FOLDER` writes one, as atlas.json; `--no-atlas` leaves it out.",
  ],
  "report/not-opened": [
    faults.notOpened("r.html", "the opener ended with 3"),
    "error[report/not-opened]: no browser was opened: the opener ended with 3.\n" +
      "  → open `r.html` yourself.",
  ],
};

test.each(Object.values(messages))("%s", (fault, message) => {
  expect(renderFault(fault)).toBe(message);
});
