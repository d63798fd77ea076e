import { expect, test } from "vitest";
import { renderDiagnostic } from "../../src/base/diagnostic/render.js";
import type { TlcDiagnostic } from "../../src/checkers/tlc/diagnostics.js";
import {
  contradiction,
  isTold,
  killed,
  malformedOutput,
  noInitialState,
  type ToldDiagnosticCode,
  toldByTlc,
  traceCut,
  truncatedOutput,
  unknownMessage,
} from "../../src/checkers/tlc/run-diagnostics.js";

const told: Readonly<Record<ToldDiagnosticCode, readonly [title: string, remedy: string]>> = {
  "tlc/usage": [
    "TLC refused its command line",
    "if the jar is one of your own, try the one that `node dist/cli.js setup` fetches.",
  ],
  "tlc/parse-error": [
    "TLC could not parse the specification",
    "correct the specification at this place.",
  ],
  "tlc/config-error": [
    "TLC refused the configuration",
    "correct the .cfg file, or the specification it speaks of.",
  ],
  "tlc/assumption-false": [
    "An assumption of the specification does not hold",
    "give constants that the ASSUME allows.",
  ],
  "tlc/evaluation-error": [
    "TLC could not evaluate the specification",
    "correct the model at this place: it must have a value in every reachable state.",
  ],
  "tlc/other-property": [
    "TLC reports a violation that is not of an invariant",
    "name invariants only in the .cfg file.",
  ],
  "tlc/out-of-memory": [
    "Java ran out of memory",
    "give TLC a larger heap with `--heap`, or check a smaller configuration.",
  ],
  "tlc/stack-overflow": [
    "TLC ran out of stack",
    "look for a recursion without an end, or split a very deep expression.",
  ],
  "tlc/disk-full": [
    "The disk for TLC's files is full",
    "free some space, or set TMPDIR to a folder that has more.",
  ],
  "tlc/disk-error": [
    "TLC could not read or write its files",
    "see that the folder in TMPDIR is writable and sound.",
  ],
  "tlc/internal-error": [
    "TLC failed in itself",
    "run it again; if it fails again, try another jar with `--tlc-jar`.",
  ],
};

test.each(Object.entries(told))("%s", (code, [title, remedy]) => {
  if (!isTold(code)) throw new Error(`${code} is not told by TLC`);
  const diagnostic = toldByTlc(code, "its words.");
  expect(renderDiagnostic(diagnostic)).toBe(`error[${code}]: ${title}: its words.\n  → ${remedy}`);
  expect(toldByTlc(code, "").message).toBe(`${title}.`);
});

const JAR = "use the jar that `node dist/cli.js setup` fetches.";
const AGAIN = "run it again; if it happens again, try another jar with `--tlc-jar`.";

test.each<readonly [TlcDiagnostic, string]>([
  [noInitialState(), "correct the initial state, or the constants it depends on."],
  [
    killed("SIGKILL"),
    "run it again; on Linux `dmesg` tells whether the kernel killed it for want of memory, then lower `--heap` or `--workers`.",
  ],
  [truncatedOutput("x"), AGAIN],
  [traceCut("x", "y"), "run it again, with a longer `--timeout` if there is one."],
  [unknownMessage(1, "x"), JAR],
  [malformedOutput("x"), JAR],
  [contradiction("x", "y"), AGAIN],
])("what to do about $code", (diagnostic, remedy) => {
  expect(diagnostic.remedy).toBe(remedy);
});
