import { expect, test } from "vitest";
import { recordedVerdicts } from "../../src/analyses/check/recorded.js";
import { reachableEdges } from "../../src/checkers/explore/graph.js";
import { interpretedModel } from "../../src/checkers/explore/interpreted-model.js";
import { evaluate } from "../../src/compiler/ir/evaluate.js";
import { instantiate } from "../../src/compiler/ir/instance.js";
import { type ProofQuestion, proofScript } from "../../src/compiler/smt/obligations.js";
import { askSolver } from "../../src/compiler/smt/solver/answers.js";
import { npmZ3 } from "../../src/compiler/smt/solver/solvers.js";
import { namedPlatform } from "../../src/machine/configuration/platform.js";
import { builtInPolicyFile } from "../../src/machine/policy/compile-policy.js";
import { type BuiltInProof, builtInProofs } from "../../src/machine/proof/built-in-proofs.js";
import { clauseFile } from "../../src/machine/proof/clauses.js";
import { conclude } from "../../src/machine/proof/conclude.js";
import { compileClauses, proofModel, proofQuestion } from "../../src/machine/proof/proof-model.js";
import { whole } from "../slice.js";

function questionOf({ policy, platform, property }: BuiltInProof): ProofQuestion {
  const file = clauseFile(property);
  if (file === null) throw new Error(`${property} has no clauses`);
  const compiled = compileClauses(builtInPolicyFile(policy), file);
  if (compiled.kind !== "compiled") throw new Error("the clauses do not compile");
  const model = proofModel(compiled, property);
  if (model.kind !== "compiled") throw new Error(`${policy} is ${model.kind}`);
  return proofQuestion(model, policy, namedPlatform(platform), property);
}

async function concluded(questions: readonly ProofQuestion[]) {
  const scripts = questions.map(proofScript);
  const answers = await askSolver(npmZ3, scripts, { milliseconds: 20_000 });
  return scripts.map((script, index) => conclude(script, [["z3", answers[index] ?? new Map()]]));
}

const noSpurious: BuiltInProof = { policy: "mainline", platform: "ideal", property: "NoSpurious" };

test("there is a proof for each property that is recorded to hold, and for no other", () => {
  const holds = Object.entries(recordedVerdicts).flatMap(([policy, platforms]) =>
    Object.entries(platforms).flatMap(([platform, row]) =>
      Object.entries(row).flatMap(([property, verdict]) =>
        verdict === "holds" ? [`${policy} ${platform} ${property}`] : [],
      ),
    ),
  );
  const proven = builtInProofs.map((proof) => Object.values(proof).join(" "));
  expect([...proven].sort()).toEqual([...holds].sort());
});

whole("each clause is true in every state of a finite machine", () => {
  for (const proof of [noSpurious, { ...noSpurious, policy: "v5" as const }]) {
    const { model, clauses } = questionOf(proof);
    const instance = instantiate(model, { chain: [1, 1], rips: 2, sticky: false, shadow: false });
    for (const { target } of reachableEdges(interpretedModel(instance))) {
      for (const { name, body } of model.invariants) {
        if (!clauses.includes(name)) continue;
        const env = { ...instance.environment, variables: target.state };
        expect(evaluate(body, env), `${name} in ${JSON.stringify(target.state)}`).toBe(true);
      }
    }
  }
});

whole(
  "NoSpurious of mainline is proven, and without any one of its clauses it is not",
  async () => {
    const whole = questionOf(noSpurious);
    const [all, ...without] = await concluded([
      whole,
      ...whole.clauses.map((clause) => ({
        ...whole,
        clauses: whole.clauses.filter((name) => name !== clause),
      })),
    ]);
    expect(all?.kind).toBe("proven");
    const superfluous = whole.clauses.filter((_, index) => without[index]?.kind === "proven");
    expect(superfluous).toEqual([]);
  },
);

whole("a contradiction among the clauses proves nothing", async () => {
  const whole = questionOf(noSpurious);
  const never = { name: "Never", body: { kind: "literal", value: false }, doc: "" } as const;
  const model = { ...whole.model, invariants: [...whole.model.invariants, never] };
  const [answer] = await concluded([{ ...whole, model, clauses: [...whole.clauses, "Never"] }]);
  expect(answer).toMatchObject({
    kind: "not proven",
    obligation: { name: "Some state satisfies the invariant" },
    said: "unsat",
  });
});
