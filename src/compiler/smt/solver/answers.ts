import { solverBroken } from "../diagnostics.js";
import { type Obligation, obligationsOf, type ProofScript, scriptText } from "../script.js";
import { type RunSettings, runSolver } from "./run.js";
import type { Solver } from "./solvers.js";

/** What a solver says of an obligation; `unknown` where it did not find out in time. */
export type Said = "sat" | "unsat" | "unknown";

/** What one solver says of the obligations of a script, by their names. */
export type Answers = ReadonlyMap<string, Said>;

/**
 * Asks a solver about every obligation of some scripts, one after the other in one process. Each
 * answer must stand below the name of its obligation, in the order of the scripts: a solver that
 * skips one, or says something else, is broken.
 *
 * @returns what it says of each script
 * @throws Diagnostic `smt/solver-broken`; the reason of `settings.signal`
 */
export async function askSolver(
  solver: Solver,
  scripts: readonly ProofScript[],
  settings: RunSettings,
  onAnswer: (obligation: Obligation) => void = () => {},
): Promise<readonly Answers[]> {
  const answers = scripts.map((): Map<string, Said> => new Map());
  const waiting = scripts.flatMap((script, index) =>
    obligationsOf(script).map((obligation) => ({ obligation, of: answers[index] })),
  );
  const asked = waiting.length;
  let named: (typeof waiting)[number] | undefined;
  const strays: string[] = [];
  const again = `(reset)\n${solver.preamble(settings.milliseconds)}`;
  const text = scripts.map(scriptText).join(again);
  const { hung } = await runSolver(solver, text, settings, (line) => {
    const said = line.replaceAll('"', "");
    if (named !== undefined && isSaid(said)) {
      named.of?.set(named.obligation.name, said);
      onAnswer(named.obligation);
      named = undefined;
      return;
    }
    const [next] = waiting;
    const { name, expected } = next?.obligation ?? { name: "", expected: "" };
    if (named === undefined && said === `${name}: ${expected}`) {
      named = waiting.shift();
    } else if (said.trim() !== "") {
      strays.push(line);
    }
  });
  const [stray] = strays;
  if (stray !== undefined) throw solverBroken(solver.name, `it says "${stray.slice(0, 300)}".`);
  if (!hung && (waiting.length > 0 || named !== undefined)) {
    throw solverBroken(
      solver.name,
      `it ended after ${asked - waiting.length - (named === undefined ? 0 : 1)} of ${asked} answers.`,
    );
  }
  for (const [index, script] of scripts.entries()) {
    for (const { name } of obligationsOf(script)) {
      if (answers[index]?.has(name) === false) answers[index]?.set(name, "unknown");
    }
  }
  return answers;
}

function isSaid(text: string): text is Said {
  return text === "sat" || text === "unsat" || text === "unknown";
}
