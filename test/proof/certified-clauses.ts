import type { ProofQuestion } from "../../src/compiler/smt/obligations.js";
import { printConfiguration } from "../../src/compiler/tla/configuration.js";
import { printModule } from "../../src/compiler/tla/module.js";
import { outcomeOn, writtenSources } from "../tlc/written-sources.js";

/** What TLC says of the clauses of a proof, as invariants of a finite machine. */
export function clausesByTlc(
  { model, known, clauses }: ProofQuestion,
  machine: { readonly chain: readonly number[]; readonly rips: number },
): Promise<string> {
  const module = printModule(model);
  const { sticky, shadow } = known;
  if (typeof sticky !== "boolean" || typeof shadow !== "boolean") throw new Error("no platform");
  const configuration = printConfiguration(
    model,
    module,
    { ...machine, sticky, shadow },
    { kind: "invariants", names: clauses },
    "The clauses of a proof on a finite machine.",
  );
  return outcomeOn(writtenSources([module], configuration)).then(({ kind }) => kind);
}
