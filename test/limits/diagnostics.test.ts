import { expect, test } from "vitest";
import { notCertified, pairToldApart } from "../../src/analyses/limits/diagnostics.js";
import { renderDiagnostic } from "../../src/base/diagnostic/render.js";

test("TLC says otherwise", () => {
  expect(renderDiagnostic(notCertified("it found no pair"))).toBe(
    "error[limits/not-certified]: TLC does not confirm what the explorer says: it found no pair.\n  → nmicheck has a mistake: report it with the command.",
  );
});

test("the kernel's policy tells the runs of a pair apart", () => {
  expect(renderDiagnostic(pairToldApart())).toBe(
    "error[limits/pair-told-apart]: the two runs of the pair do not look the same to the observer.\n  → nmicheck has a mistake: report it with the command.",
  );
});
