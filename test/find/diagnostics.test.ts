import { expect, test } from "vitest";
import { tooManyRuns } from "../../src/analyses/find/diagnostics.js";
import { renderDiagnostic } from "../../src/base/diagnostic/render.js";

test("too many runs, all of them counted", () => {
  const diagnostic = tooManyRuns(300_000n, 200_000, { is: "complete", nodes: 5 });
  expect(renderDiagnostic(diagnostic)).toBe(
    "error[find/too-many-runs]: there are 300000 minimal runs, and at most 200000 are sorted by cause.\n  → bound them with `--max-events N`, or ask for a shorter chain.",
  );
});

test("too many runs within a bound", () => {
  const diagnostic = tooManyRuns(300_000n, 200_000, { is: "bounded", maxEvents: 7, nodes: 5 });
  expect(diagnostic.message).toBe(
    "there are 300000 minimal runs of at most 7 events of the environment, and at most 200000 are sorted by cause.",
  );
});
