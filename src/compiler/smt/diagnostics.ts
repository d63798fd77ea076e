import { Diagnostic } from "../../base/diagnostic/diagnostic.js";

/** The codes of what keeps a model from being translated, or an obligation from being solved. */
export type SmtDiagnosticCode = "smt/untranslatable" | "smt/solver-broken" | "smt/solvers-disagree";

/** A part of the model has no counterpart in a script that holds for every length. */
export function untranslatable(what: string): Diagnostic<SmtDiagnosticCode> {
  return new Diagnostic({
    code: "smt/untranslatable",
    blame: "user",
    message: `${what} cannot be proven for every chain: SMT-LIB has no such term.`,
    remedy: "use `.some` and `.every` in place of a count over an array without a fixed length.",
  });
}

/** A solver ended, or said something that is no answer. */
export function solverBroken(solver: string, what: string): Diagnostic<SmtDiagnosticCode> {
  return new Diagnostic({
    code: "smt/solver-broken",
    blame: "tool",
    message: `the solver ${solver} gave no answer: ${what}`,
  });
}

/** Two solvers contradict each other: one of them is wrong, and nothing is proven. */
export function solversDisagree(
  obligation: string,
  answers: readonly (readonly [solver: string, answer: string])[],
): Diagnostic<SmtDiagnosticCode> {
  const said = answers.map(([solver, answer]) => `${solver} says ${answer}`).join(", ");
  return new Diagnostic({
    code: "smt/solvers-disagree",
    blame: "tool",
    message: `the solvers disagree on "${obligation}": ${said}.`,
  });
}
