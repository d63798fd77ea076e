import { type QuestionKey, questionKey } from "../../analyses/check/question.js";
import { type Held, type ProofSettings, proveHeld } from "../../analyses/prove/prove.js";
import { whyNotProven } from "../../analyses/prove/why-not.js";
import { npmZ3, solversOnPath } from "../../compiler/smt/solver/solvers.js";
import { isAnyStateProperty } from "../../machine/model/property-names.js";
import type { EveryChain } from "./answer.js";
import type { GateResult } from "./gate-questions.js";
import type { Prepared } from "./prepare.js";

/** The most that a solver may take for one answer, in milliseconds: as `prove` without `--timeout`. */
const MILLISECONDS = 10_000;

/**
 * Proves for every chain what holds on the machines of the gates that ask for it, each thing once.
 *
 * @returns what came of each question that was put; nothing of those that no such gate asks
 * @throws Diagnostic `smt/…`; the reason of `signal`
 */
export async function provenEverywhere(
  gates: readonly Prepared[],
  results: readonly GateResult[],
  { signal }: { readonly signal?: AbortSignal },
): Promise<ReadonlyMap<QuestionKey, EveryChain>> {
  const asking = new Set(
    gates.filter(({ gate }) => gate.scope === "every-chain").map(({ index }) => index),
  );
  const held = new Map<QuestionKey, Held>();
  for (const result of results) {
    const { gate, policy, platform, axes, property, verdict } = result;
    if (!asking.has(gate) || verdict.verdict !== "holds" || !isAnyStateProperty(property)) continue;
    const subject = axes === undefined ? { policy, platform } : { policy, platform, axes };
    held.set(questionKey(result), { subject, property });
  }
  if (held.size === 0 || signal?.aborted === true) return new Map();
  const solvers = [npmZ3, ...(await solversOnPath())];
  const settings: ProofSettings = { solvers, settings: { milliseconds: MILLISECONDS, signal } };
  const proofs = await proveHeld([...held.values()], settings);
  return new Map(
    proofs.map((proof): readonly [QuestionKey, EveryChain] => {
      const { verdict } = proof;
      if (verdict.verdict !== "proven") {
        return [questionKey(proof), { kind: "not proven", why: whyNotProven(verdict) }];
      }
      const { obligations, clauses } = verdict;
      const names = solvers.map(({ name }) => name);
      return [questionKey(proof), { kind: "proven", obligations, clauses, solvers: names }];
    }),
  );
}
