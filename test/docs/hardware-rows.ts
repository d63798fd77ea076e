import * as hardware from "../../src/engines/hardware/diagnostics.js";
import { type Row, row } from "./row.js";

const place = { file: "nmi.log", line: 12, column: 1 };

/** One row or more for each code: a code without a row does not compile. */
export const hardwareRows: Readonly<Record<hardware.HardwareDiagnosticCode, readonly Row[]>> = {
  "hardware/nothing-to-play": [
    row(
      "no trace of the question can be played by a module",
      hardware.nothingToPlay(["it has no machine of 2 CPUs: it announces 1."]),
    ),
  ],
  "hardware/log-unreadable": [
    row("the log cannot be read", hardware.logUnreadable("nmi.log", "permission denied")),
  ],
  "hardware/not-a-log": [row("it is the log of something else", hardware.notALog("nmi.log"))],
  "hardware/log-line": [
    row("it lost something", hardware.logLine(place, "is a frame that has lost something")),
    row("it was written by hand", hardware.logLine(place, "answers what was not asked")),
  ],
  "hardware/log-empty": [
    row("the machine died before it played anything", hardware.logEmpty("nmi.log")),
  ],
  "hardware/log-and-traces": [row("traces are named beside it", hardware.logAndTraces())],
};
