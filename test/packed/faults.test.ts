import { expect, test } from "vitest";
import { renderFault } from "../../src/base/fault/render.js";
import * as faults from "../../src/checkers/packed/faults.js";

test.each([
  [
    faults.differentModel("its events are others"),
    "error[packed/different-model]: the compiled model and the executed one differ: its events are others.\n  → this is a bug of nmicheck: explore with the plain explorer, and report it.",
  ],
  [
    faults.checkpointNotWritten("/x", new Error("the disk is full")),
    "error[packed/checkpoint-not-written]: the checkpoint cannot be written to `/x`: the disk is full.\n  → name another folder with `--checkpoint FOLDER`, or make room there.",
  ],
])("%s", (fault, text) => {
  expect(renderFault(fault)).toBe(text);
});
