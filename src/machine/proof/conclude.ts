import { solversDisagree } from "../../compiler/smt/diagnostics.js";
import { type Obligation, obligationsOf, type ProofScript } from "../../compiler/smt/script.js";
import type { Answers, Said } from "../../compiler/smt/solver/answers.js";

/** What the solvers say of a script together. */
export type Conclusion =
  | { readonly kind: "proven"; readonly obligations: number }
  /** The first obligation that is not met, and what the solvers say of it. */
  | { readonly kind: "not proven"; readonly obligation: Obligation; readonly said: Said };

/**
 * Proven is what every solver says is: each `unsat` obligation by each of them, and each canary `sat`
 * by one, while none contradicts it. What a solver did not find out is not proven.
 *
 * @throws Diagnostic `smt/solvers-disagree`
 */
export function conclude(
  script: ProofScript,
  answers: readonly (readonly [solver: string, answers: Answers])[],
): Conclusion {
  const obligations = obligationsOf(script);
  for (const obligation of obligations) {
    const said = answers.map(
      ([solver, of]) => [solver, of.get(obligation.name) ?? "unknown"] as const,
    );
    const all = new Set(said.map(([, answer]) => answer));
    if (all.has("sat") && all.has("unsat")) throw solversDisagree(obligation.name, said);
    const isMet =
      obligation.expected === "unsat"
        ? said.length > 0 && said.every(([, answer]) => answer === "unsat")
        : all.has("sat");
    if (isMet) continue;
    const other = obligation.expected === "unsat" ? "sat" : "unsat";
    return { kind: "not proven", obligation, said: all.has(other) ? other : "unknown" };
  }
  return { kind: "proven", obligations: obligations.length };
}
