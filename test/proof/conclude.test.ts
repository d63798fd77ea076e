import { expect, test } from "vitest";
import type { Obligation, ProofScript } from "../../src/compiler/smt/script.js";
import type { Said } from "../../src/compiler/smt/solver/answers.js";
import { conclude } from "../../src/machine/proof/conclude.js";

const obligation = (name: string, expected: Obligation["expected"]): Obligation => ({
  name,
  expected,
  action: null,
  clause: null,
  text: "",
});

const script: ProofScript = {
  head: "",
  sections: [
    {
      title: "",
      text: "",
      obligations: [obligation("canary", "sat"), obligation("step", "unsat")],
    },
  ],
};

const says = (canary: Said, step: Said) =>
  new Map<string, Said>([
    ["canary", canary],
    ["step", step],
  ]);

test("what every solver says is proven is proven", () => {
  const answers = [
    ["one", says("sat", "unsat")],
    ["other", says("unknown", "unsat")],
  ] as const;
  expect(conclude(script, answers)).toEqual({ kind: "proven", obligations: 2 });
});

test("a solver that says `unsat` to everything proves nothing: the canary tells", () => {
  expect(conclude(script, [["one", says("unsat", "unsat")]])).toMatchObject({
    kind: "not proven",
    obligation: { name: "canary" },
    said: "unsat",
  });
});

test("what a solver did not find out in time is not proven, nor is it refuted", () => {
  const answers = [
    ["one", says("sat", "unsat")],
    ["other", says("sat", "unknown")],
  ] as const;
  expect(conclude(script, answers)).toMatchObject({ kind: "not proven", said: "unknown" });
});

test("nothing is proven without a solver", () => {
  expect(conclude(script, [])).toMatchObject({ kind: "not proven" });
});

test("solvers that contradict each other are no proof and no refutation", () => {
  const answers = [
    ["one", says("sat", "unsat")],
    ["other", says("sat", "sat")],
  ] as const;
  expect(() => conclude(script, answers)).toThrow(
    'the solvers disagree on "step": one says unsat, other says sat.',
  );
});
