import { expect, test } from "vitest";
import { namedPlatform } from "../../src/machine/configuration/platform.js";
import { builtInPolicyFile } from "../../src/machine/policy/compile-policy.js";
import { clauseFile } from "../../src/machine/proof/clauses.js";
import { compileClauses, proofModel, proofQuestion } from "../../src/machine/proof/proof-model.js";
import { clausesByTlc } from "./certified-clauses.js";

const machine = { chain: [1, 1], rips: 2 };

function questionOf(policy: string) {
  const compiled = compileClauses(builtInPolicyFile(policy), clauseFile("NoSpurious") ?? "");
  if (compiled.kind !== "compiled") throw new Error("the clauses do not compile");
  const model = proofModel(compiled, "NoSpurious");
  if (model.kind !== "compiled") throw new Error(`${policy} has another memory`);
  return proofQuestion(model, policy, namedPlatform("ideal"), "NoSpurious");
}

test("TLC certifies the clauses as invariants of a finite machine", async () => {
  expect(await clausesByTlc(questionOf("mainline"), machine)).toBe("success");
});
