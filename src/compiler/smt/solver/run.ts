import { createInterface } from "node:readline";
import { execa } from "execa";
import { reasonOf } from "../../../base/diagnostic/system-error.js";
import { expectChild } from "../../../base/process/guard.js";
import { solverBroken } from "../diagnostics.js";
import type { Solver } from "./solvers.js";

/** How a solver is run. */
export interface RunSettings {
  /** The most that one answer may take; past it the answer is `unknown`. */
  readonly milliseconds: number;
  readonly signal?: AbortSignal | undefined;
}

/** Past the time that one answer may take, a solver that does not stop by itself is ended. */
const MILLISECONDS_TO_STOP = 3000;

/** The start of the first answer: WebAssembly is compiled before it. */
const MILLISECONDS_TO_START = 20_000;

/**
 * Runs a solver on a script to its end, and tells each line of what it says. A solver that hangs is
 * ended: what it has not answered is missing then.
 *
 * @returns whether it was ended since it did not answer in time
 * @throws Diagnostic `smt/solver-broken`; the reason of `signal`
 */
export async function runSolver(
  solver: Solver,
  script: string,
  settings: RunSettings,
  onLine: (line: string) => void,
): Promise<{ readonly hung: boolean }> {
  const { milliseconds, signal } = settings;
  const expected = expectChild();
  const child = execa(solver.command, solver.line(milliseconds), {
    env: expected.environment,
    input: solver.preamble(milliseconds) + script,
    buffer: false,
    reject: false,
    detached: true,
    killSignal: "SIGKILL",
    ...(signal === undefined ? {} : { cancelSignal: signal }),
  });
  const release = expected.guard(child.pid);
  let hung = false;
  const watch = (within: number): NodeJS.Timeout =>
    setTimeout(() => {
      hung = true;
      child.kill("SIGKILL");
    }, within);
  let late = watch(MILLISECONDS_TO_START + milliseconds + MILLISECONDS_TO_STOP);
  try {
    let complaint = "";
    child.stderr.on("data", (chunk) => {
      complaint = `${complaint}${String(chunk)}`.slice(0, 2000);
    });
    for await (const line of createInterface({ input: child.stdout })) {
      clearTimeout(late);
      late = watch(milliseconds + MILLISECONDS_TO_STOP);
      onLine(line);
    }
    const result = await child;
    signal?.throwIfAborted();
    if (hung) return { hung };
    // z3 ends with 1 where one command failed, which its own line has told.
    if (result.exitCode === undefined) throw solverBroken(solver.name, reasonOf(result));
    if (result.exitCode !== 0 && complaint !== "") {
      throw solverBroken(solver.name, complaint.split("\n")[0] ?? "");
    }
    return { hung };
  } finally {
    clearTimeout(late);
    child.kill("SIGKILL");
    await child;
    release();
  }
}
