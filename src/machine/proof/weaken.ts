import { reachableEdges } from "../../checkers/explore/graph.js";
import { interpretedModel } from "../../checkers/explore/interpreted-model.js";
import { evaluate } from "../../compiler/ir/evaluate.js";
import { type Instance, instantiate } from "../../compiler/ir/instance.js";
import type { ConstantValues, RecordValue } from "../../compiler/ir/value.js";
import { type ProofQuestion, proofScript } from "../../compiler/smt/obligations.js";
import { obligationsOf, type ProofScript } from "../../compiler/smt/script.js";
import { type Answers, askSolver } from "../../compiler/smt/solver/answers.js";
import type { RunSettings } from "../../compiler/smt/solver/run.js";
import type { Solver } from "../../compiler/smt/solver/solvers.js";
import { conclude } from "./conclude.js";

/** Finite machines that tell most of what is no invariant before a solver is asked, smallest first. */
const machines: readonly ConstantValues[] = [
  { chain: [1], rips: 2 },
  { chain: [1, 1], rips: 2 },
  { chain: [2], rips: 2 },
];

/** Every state that the machine reaches. */
export function* reachedStates(instance: Instance): Generator<RecordValue> {
  yield instance.initial;
  for (const { target, isFirst } of reachableEdges(interpretedModel(instance))) {
    if (isFirst) yield target.state;
  }
}

/**
 * The clauses of the question that are inductive together (Houdini): those that a state of a small
 * machine refutes are left out first, then those that some clauses left do not preserve, until all that
 * remain are. What is left is the greatest such set, as far as the solver finds out.
 *
 * @param essential the clause without which nothing is sought: the property
 * @throws Diagnostic `smt/…`; the reason of `settings.signal`
 */
export async function weakened(
  question: ProofQuestion,
  essential: string,
  solver: Solver,
  settings: RunSettings,
): Promise<readonly string[]> {
  let clauses = unrefuted(question);
  for (;;) {
    if (!clauses.includes(essential)) return clauses;
    const script = proofScript({ ...question, clauses });
    const [answers = new Map()] = await askSolver(solver, [script], settings);
    const lost = lostClauses(script, answers);
    const left = clauses.filter((clause) => !lost.has(clause));
    if (left.length === clauses.length) return clauses;
    // That the property is lost last is no reason to stop before: with the others it is not judged yet.
    clauses = left;
  }
}

/** The clauses that are true in every state of the small machines. */
function unrefuted(question: ProofQuestion): readonly string[] {
  let clauses = question.clauses;
  for (const machine of machines) {
    const instance = instantiate(question.model, { ...question.known, ...machine });
    const bodies = new Map(question.model.invariants.map(({ name, body }) => [name, body]));
    for (const variables of reachedStates(instance)) {
      const env = { ...instance.environment, variables };
      clauses = clauses.filter((name) => {
        const body = bodies.get(name);
        return body !== undefined && evaluate(body, env) === true;
      });
    }
  }
  return clauses;
}

function lostClauses(script: ProofScript, answers: Answers): ReadonlySet<string> {
  return new Set(
    obligationsOf(script).flatMap(({ name, clause }) =>
      clause !== null && answers.get(name) !== "unsat" ? [clause] : [],
    ),
  );
}

/**
 * The clauses without those that are not needed: each of what is left is, or the proof fails.
 *
 * @throws Diagnostic `smt/…`; the reason of `settings.signal`
 */
export async function withoutSuperfluous(
  question: ProofQuestion,
  essential: string,
  solver: Solver,
  settings: RunSettings,
): Promise<readonly string[]> {
  let clauses = question.clauses;
  for (const clause of question.clauses) {
    if (clause === essential) continue;
    const left = clauses.filter((name) => name !== clause);
    const script = proofScript({ ...question, clauses: left });
    const [answers = new Map()] = await askSolver(solver, [script], settings);
    if (conclude(script, [[solver.name, answers]]).kind === "proven") clauses = left;
  }
  return clauses;
}
