import { expect, test } from "vitest";
import { policies, policyNames } from "../../spec/policies/all.js";
import type { Expression } from "../../src/compiler/ir/expression.js";
import { type ProofQuestion, proofScript } from "../../src/compiler/smt/obligations.js";
import { askSolver } from "../../src/compiler/smt/solver/answers.js";
import { npmZ3, type Solver } from "../../src/compiler/smt/solver/solvers.js";
import { readAxes } from "../../src/machine/configuration/named-axes.js";
import { namedPlatform } from "../../src/machine/configuration/platform.js";
import { builtInPolicyFile, compiledBuiltIn } from "../../src/machine/policy/compile-policy.js";
import { specialisedTo } from "../../src/machine/policy/specialised.js";
import { builtInEmbeddings, builtInProofs } from "../../src/machine/proof/built-in-proofs.js";
import { clauseFile } from "../../src/machine/proof/clauses.js";
import { conclude } from "../../src/machine/proof/conclude.js";
import { plainWalkOf } from "../../src/machine/proof/containing-chains.js";
import { embeddingScript } from "../../src/machine/proof/embedding.js";
import { compileClauses, proofModel, proofQuestion } from "../../src/machine/proof/proof-model.js";
import { superfluousClauses } from "../../src/machine/proof/superfluous.js";
import { clausesByTlc } from "../proof/certified-clauses.js";

const questions: readonly ProofQuestion[] = builtInProofs.map(({ policy, platform, property }) => {
  const file = clauseFile(property);
  const compiled = file === null ? null : compileClauses(builtInPolicyFile(policy), file);
  if (compiled?.kind !== "compiled") throw new Error(`${property} has no clauses for ${policy}`);
  const model = proofModel(compiled, property);
  if (model.kind !== "compiled") throw new Error(`${policy} has another memory`);
  return proofQuestion(model, policy, namedPlatform(platform), property);
});

test.each(questions)("each clause is needed: $title", async (question) => {
  const scripts = question.clauses.map((clause) =>
    proofScript({ ...question, clauses: question.clauses.filter((name) => name !== clause) }),
  );
  const answers = await askSolver(npmZ3, scripts, { milliseconds: 20_000 });
  const superfluous = question.clauses.filter((_, index) => {
    const script = scripts[index];
    if (script === undefined) throw new Error("a script is missing");
    return conclude(script, [["z3", answers[index] ?? new Map()]]).kind === "proven";
  });
  expect(superfluous).toEqual([]);
});

test.each(questions)("TLC certifies the clauses: $title", async (question) => {
  expect(await clausesByTlc(question, { chain: [2, 1], rips: 2 })).toBe("success");
});

test("TLC finds a clause that is none", async () => {
  const question = questions.find(({ title }) => title.includes("NoSpurious"));
  if (question === undefined) throw new Error("nothing is proven of NoSpurious");
  const body: Expression = { kind: "not", of: { kind: "variable", name: "latched" } };
  const wrong = { name: "NeverLatched", body, doc: "" };
  const model = { ...question.model, invariants: [...question.model.invariants, wrong] };
  const asked = { ...question, model, clauses: [...question.clauses, wrong.name] };
  expect(await clausesByTlc(asked, { chain: [1, 1], rips: 2 })).toBe("violated");
});

test("a solver that stops answering is ended, and what it has not answered is not proven", async () => {
  const [question] = questions;
  if (question === undefined) throw new Error("nothing is proven");
  const program =
    'process.stdin.once("data", () => console.log(\'"Some state satisfies the invariant: sat"\\nsat\')); setInterval(() => {}, 1000);';
  const hanging: Solver = {
    name: "hanging",
    command: process.execPath,
    line: () => ["-e", program],
    preamble: () => "",
  };
  const script = proofScript(question);
  const [answers = new Map()] = await askSolver(hanging, [script], { milliseconds: 100 });
  expect(conclude(script, [["hanging", answers]])).toMatchObject({
    kind: "not proven",
    said: "unknown",
  });
});

test.each(
  policyNames.flatMap((policy) => builtInEmbeddings[policy].map((chain) => ({ policy, chain }))),
)(
  "each run of $policy on $chain is one on every chain that contains it",
  async ({ policy, chain }) => {
    const walk = plainWalkOf(policies[policy]);
    if (walk === null) throw new Error(`${policy} has no plain walk`);
    const { whole } = compiledBuiltIn(policy);
    const model = specialisedTo(whole, policy);
    const script = embeddingScript({ model, policy, walk, chain });
    const [answers = new Map()] = await askSolver(npmZ3, [script], { milliseconds: 20_000 });
    expect(conclude(script, [["z3", answers]]).kind).toBe("proven");
  },
);

test("a machine on which every NMI claims something does not need one of the clauses", async () => {
  const file = clauseFile("NoSpurious");
  const compiled = file === null ? null : compileClauses(builtInPolicyFile("mainline"), file);
  if (compiled?.kind !== "compiled") throw new Error("the clauses do not compile");
  const axes = readAxes(["handler-quirk=greedy"]);
  const model = proofModel(compiled, "NoSpurious", axes);
  if (model.kind !== "compiled") throw new Error("the clauses are about another memory");
  const question = proofQuestion(model, "mainline", namedPlatform("ideal"), "NoSpurious", axes);
  const settings = { milliseconds: 20_000 };
  expect(await superfluousClauses(question, "NoSpurious", npmZ3, settings)).toEqual(["TakenHere"]);
});
