import type { ConstantValues } from "../../compiler/ir/value.js";
import { type ProofQuestion, proofScript } from "../../compiler/smt/obligations.js";
import { obligationsOf } from "../../compiler/smt/script.js";
import { type Answers, askSolver } from "../../compiler/smt/solver/answers.js";
import type { RunSettings } from "../../compiler/smt/solver/run.js";
import type { Solver } from "../../compiler/smt/solver/solvers.js";
import { conclude } from "./conclude.js";

/** A machine on which it is found out soon that a clause is needed. */
const small: ConstantValues = { chain: [1, 1], rips: 2 };

/**
 * The clauses of a proof without any one of which it is a proof as well, as far as the solver finds out.
 * That a clause is needed is looked for on a small machine first: what refutes an obligation there refutes
 * it for every chain.
 *
 * @param property the clause without which nothing is proven
 * @throws Diagnostic `smt/…`; the reason of `settings.signal`
 */
export async function superfluousClauses(
  question: ProofQuestion,
  property: string,
  solver: Solver,
  settings: RunSettings,
): Promise<readonly string[]> {
  const others = question.clauses.filter((name) => name !== property);
  const known = { ...question.known, ...small };
  const onSmall = await proofsWithout(others, { ...question, known }, solver, settings);
  const open = others.filter((_, index) => onSmall[index] !== "refuted");
  const everywhere = await proofsWithout(open, question, solver, settings);
  return open.filter((_, index) => everywhere[index] === "proven");
}

/** What becomes of the proof without each of these clauses. */
async function proofsWithout(
  clauses: readonly string[],
  question: ProofQuestion,
  solver: Solver,
  settings: RunSettings,
): Promise<readonly ("refuted" | "proven" | "open")[]> {
  if (clauses.length === 0) return [];
  const scripts = clauses.map((clause) =>
    proofScript({ ...question, clauses: question.clauses.filter((name) => name !== clause) }),
  );
  const answers = await askSolver(solver, scripts, settings);
  return scripts.map((script, index) => {
    const said: Answers = answers[index] ?? new Map();
    const isRefuted = obligationsOf(script).some(
      ({ name, expected }) => expected === "unsat" && said.get(name) === "sat",
    );
    if (isRefuted) return "refuted";
    return conclude(script, [[solver.name, said]]).kind === "proven" ? "proven" : "open";
  });
}
