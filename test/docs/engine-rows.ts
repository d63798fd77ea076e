import { parseEngineCommand } from "../../src/engines/adapter/command.js";
import * as engine from "../../src/engines/diagnostics.js";
import * as replay from "../../src/engines/replay/diagnostics.js";
import { type Row, row, thrown } from "./row.js";

const COMMAND = "python3 engine.py";
const evidence: engine.Evidence = { command: COMMAND, request: "…", reply: "…", stderr: [] };

/** One row or more for each code: a code without a row does not compile. */
export const engineRows: Readonly<Record<engine.EngineDiagnosticCode, readonly Row[]>> = {
  "engine/command": [
    row("`--engine-command ''`", engine.emptyCommand()),
    row(
      "`--engine-command 'engine > log'`",
      thrown(() => parseEngineCommand("engine > log")),
    ),
  ],
  "engine/not-found": [
    row("the program is not there", engine.notStarted(COMMAND, "python3", "ENOENT")),
  ],
  "engine/not-executable": [
    row("the program is not executable", engine.notStarted("./engine.py", "./engine.py", "EACCES")),
  ],
  "engine/not-started": [
    row("the system cannot start it", engine.notStarted(COMMAND, "python3", "EAGAIN")),
  ],
  "engine/protocol": [
    row(
      "it speaks another version of the protocol",
      engine.otherProtocol(evidence, "nmicheck.engine/2"),
    ),
  ],
  "engine/exited": [
    row("it exits while a reply is due", engine.exited(evidence, { how: "code", code: 3 })),
    row(
      "it is killed while a reply is due",
      engine.exited(evidence, { how: "signal", signal: "SIGSEGV" }),
    ),
    row(
      "it ends while nothing is due",
      engine.exited({ ...evidence, request: undefined }, { how: "code", code: 0 }),
    ),
  ],
  "engine/silent": [row("it hangs, or does not flush its output", engine.silent(evidence, 10_000))],
  "engine/nonsense": [row("it prints something else than the protocol", engine.nonsense(evidence))],
  "engine/flood": [
    row("it prints without ever ending the line", engine.flood(evidence, 1_048_576)),
  ],
  "engine/unasked": [row("it prints without being asked", engine.unasked(evidence))],
  "engine/out-of-turn": [row("it answers out of turn", engine.outOfTurn(evidence, 8, 7))],
  "engine/wrong-id": [row("it answers for another id", engine.wrongId(evidence, "4", 7))],
  "engine/shape": [
    row(
      "a field of its reply is missing, unknown or of the wrong type",
      engine.wrongShape(evidence, "`outcome`: Invalid option"),
    ),
  ],
  "engine/refused": [
    row(
      "it refuses what it must be able to do",
      engine.refused(evidence, "range", "there is no handler 1"),
    ),
  ],
  "engine/exit-code": [
    row(
      "it ends with another exit code than 0",
      engine.badGoodbye(evidence, { how: "code", code: 1 }),
    ),
  ],
  "engine/lingers": [row("it does not end after `bye`", engine.lingers(evidence, 2_000))],
};

export const replayRows: Readonly<Record<replay.ReplayDiagnosticCode, readonly Row[]>> = {
  "replay/out-of-order": [
    row(
      "the events of a trace do not make NMIs",
      replay.outOfOrder(12, "it is a poll outside an NMI"),
    ),
  ],
  "replay/too-many-arrivals": [
    row("more happens in one NMI than a request can tell", replay.tooManyArrivals(3, 16_000)),
  ],
};
