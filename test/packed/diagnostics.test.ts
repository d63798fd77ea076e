import { expect, test } from "vitest";
import { renderDiagnostic } from "../../src/base/diagnostic/render.js";
import * as diagnostics from "../../src/checkers/packed/diagnostics.js";

test.each([
  [
    diagnostics.differentModel("its events are others"),
    "error[packed/different-model]: the compiled model and the executed one differ: its events are others.\n  → this is a bug of nmicheck: explore with the plain explorer, and report it.",
  ],
  [
    diagnostics.checkpointNotWritten("/x", new Error("the disk is full")),
    "error[packed/checkpoint-not-written]: the checkpoint cannot be written to `/x`: the disk is full.\n  → name another folder with `--checkpoint FOLDER`, or make room there.",
  ],
])("%s", (diagnostic, text) => {
  expect(renderDiagnostic(diagnostic)).toBe(text);
});
