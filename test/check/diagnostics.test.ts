import { expect, test } from "vitest";
import * as diagnostics from "../../src/analyses/check/diagnostics.js";
import { failureOf } from "../../src/analyses/check/verdict.js";
import { renderDiagnostic } from "../../src/base/diagnostic/render.js";

const REPORT = "\n  → this is a mistake in nmicheck: please report it, with the command.";

test.each([
  [
    diagnostics.leftItsRange("`policyMemory` became 3, which is not 0", "deliver", "user"),
    "error[check/type-ok]: `policyMemory` became 3, which is not 0. Events: deliver.\n  → keep the memory in its range (`Math.min`, `Math.max`), or declare a wider one.",
  ],
  [
    diagnostics.leftItsRange("`rip` became 3, which is not 1", "deliver", "tool"),
    `error[check/type-ok]: \`rip\` became 3, which is not 1. Events: deliver.${REPORT}`,
  ],
  [
    diagnostics.deadlock(),
    `error[check/deadlock]: a reachable state has no successor at all.${REPORT}`,
  ],
  [
    diagnostics.otherViolation("the invariant Extra"),
    `error[check/other-invariant]: TLC reports the invariant Extra, which it was not asked about.${REPORT}`,
  ],
  [
    diagnostics.witnessesDisagree("holds", "TLC found a counterexample"),
    `error[check/witnesses-disagree]: the typed model says \`holds\`, but TLC found a counterexample: nmicheck has a mistake.${REPORT}`,
  ],
  [
    diagnostics.noCounterexample("is not fair to deliver"),
    `error[check/no-counterexample]: what TLC shows as a counterexample is not fair to deliver.${REPORT}`,
  ],
  [
    diagnostics.overBudget(2 ** 31, 2 ** 30),
    "error[check/over-budget]: a run may take 2048 MiB of memory, and there are 1024 MiB for it.\n  → give more (`--memory`), or less to each run (`--heap`).",
  ],
  [
    diagnostics.unanswered(),
    `error[check/unanswered]: the checker did not answer this question.${REPORT}`,
  ],
  [
    diagnostics.answeredTwice(2),
    `error[check/answered-twice]: 2 answers came to this question, and it has one.${REPORT}`,
  ],
  [
    diagnostics.notARecord('<< "something",\n  1 >>'),
    `error[check/not-a-record]: TLC prints \`<< "something", 1 >>\`, which is not a record.${REPORT}`,
  ],
  [
    diagnostics.halfRecorded("violated"),
    `error[check/half-recorded]: TLC says \`violated\` after the last state, and shows no violation.${REPORT}`,
  ],
  [
    diagnostics.recordsDiffer("distinct states", 3225, 3224),
    `error[check/records-differ]: TLC counts 3,225 distinct states of all machines of a run, and its records of them say 3,224.${REPORT}`,
  ],
  [
    diagnostics.strayAnswer("NoMasked under v5 on ideal"),
    `error[check/stray-answer]: an answer came to a question that was not asked: NoMasked under v5 on ideal.${REPORT}`,
  ],
  [
    diagnostics.countsDiffer("distinct states", 3224, 5066),
    `error[check/counts-differ]: TLC counts 3,224 distinct states, and the explorer 5,066: nmicheck has a mistake.${REPORT}`,
  ],
  [
    diagnostics.modelFails(diagnostics.leftItsRange("x", "y", "tool"), "holds"),
    `error[check/model-fails]: TLC says \`holds\`, but the model fails when it is executed: x. Events: y.${REPORT}`,
  ],
  [
    diagnostics.notReplayed(0),
    `error[check/not-replayed]: the counterexample was to be played once, and was played 0 times.${REPORT}`,
  ],
  [
    diagnostics.replayDiverges("the reference engine", "first difference at NMI 1"),
    `error[check/replay-diverges]: the counterexample does not happen on the reference engine: first difference at NMI 1${REPORT}`,
  ],
  [
    diagnostics.replayUnsupported(
      "the reference engine",
      "it does not know the policy x",
      "builtIn",
    ),
    `error[check/replay-unsupported]: the reference engine cannot play the counterexample: it does not know the policy x.${REPORT}`,
  ],
  [
    diagnostics.replayUnsupported("the reference engine", "it does not know the policy y", "file"),
    "error[check/replay-unsupported]: the reference engine cannot play the counterexample: it does not know the policy y.\n  → name an engine that plays it: `model`, or a kernel with that policy.",
  ],
])("$code", (diagnostic, text) => {
  expect(renderDiagnostic(diagnostic)).toBe(text);
});

test("a failure has the whole fault, and its words on one line", () => {
  const diagnostic = diagnostics.overBudget(2 ** 31, 2 ** 30);
  expect(failureOf(diagnostic)).toEqual({
    code: "check/over-budget",
    blame: "user",
    message:
      "a run may take 2048 MiB of memory, and there are 1024 MiB for it. (give more (`--memory`), or less to each run (`--heap`))",
    diagnostic,
  });
});
