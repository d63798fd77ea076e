import { expect, test } from "vitest";
import { npmZ3 } from "../../src/compiler/smt/solver/solvers.js";
import { namedPlatform } from "../../src/machine/configuration/platform.js";
import { builtInPolicyFile } from "../../src/machine/policy/compile-policy.js";
import { clauseFile } from "../../src/machine/proof/clauses.js";
import { compileClauses, proofModel, proofQuestion } from "../../src/machine/proof/proof-model.js";
import { superfluousClauses } from "../../src/machine/proof/superfluous.js";

test("a clause that says what others say is not needed, nor are they; what nothing else says is", async () => {
  const file = clauseFile("NoStranded");
  const compiled = file === null ? null : compileClauses(builtInPolicyFile("none"), file);
  if (compiled?.kind !== "compiled") throw new Error("the clauses do not compile");
  const known = proofModel(compiled, "NoStranded");
  if (known.kind !== "compiled") throw new Error("the clauses are about another memory");
  const said = known.model.invariants.find(({ name }) => name === "LeftBehindPending");
  if (said === undefined) throw new Error("there is no such clause");
  const again = { ...said, name: "Again" };
  const model = { ...known.model, invariants: [...known.model.invariants, again] };
  const more = { ...known, model, clauses: [...known.clauses, "Again"] };
  const question = proofQuestion(more, "none", namedPlatform("ideal"), "NoStranded");
  const settings = { milliseconds: 20_000 };
  expect(known.clauses).toContain("SlotOfHandler");
  expect(await superfluousClauses(question, "NoStranded", npmZ3, settings)).toEqual([
    "LeftBehindPending",
    "Again",
  ]);
});
