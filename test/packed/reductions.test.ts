import { describe, expect, test } from "vitest";
import { policyNames } from "../../spec/policies/all.js";
import { Diagnostic } from "../../src/base/diagnostic/diagnostic.js";
import { renderDiagnostic } from "../../src/base/diagnostic/render.js";
import { explore } from "../../src/checkers/explore/breadth-first.js";
import type { Answer } from "../../src/checkers/explore/exploration.js";
import { symmetricFields } from "../../src/checkers/packed/canonical-state.js";
import { compileForExploration } from "../../src/checkers/packed/compiled-model.js";
import { explorePacked } from "../../src/checkers/packed/explore-packed.js";
import { moduleText } from "../../src/checkers/packed/module-text.js";
import { compileProgram } from "../../src/checkers/packed/program.js";
import { explainReductions } from "../../src/checkers/packed/reduction-explanation.js";
import { type ReductionName, reductionNames } from "../../src/checkers/packed/reductions.js";
import { symmetricTypes } from "../../src/checkers/packed/symmetric-types.js";
import { binary, type Expression, literal } from "../../src/compiler/ir/expression.js";
import type { Model } from "../../src/compiler/ir/model.js";
import { readReductions } from "../../src/machine/configuration/reductions.js";
import {
  everyStateProperty,
  type NmiProperty,
  nmiProperties,
} from "../../src/machine/model/property-names.js";
import { slice } from "../slice.js";
import { lamps } from "./lamps.js";
import { configuration, nmiIr, slicedMatrix } from "./nmi.js";

/** Three places, of which the reductions leave more out. */
const larger = slice(
  policyNames.flatMap((policy) =>
    [false, true].flatMap((shadow) =>
      ([[1, 1], [2]] as const).map((chain) => ({
        policy,
        platform: { chain, rips: 3, sticky: shadow, shadow },
      })),
    ),
  ),
  7,
).map(({ policy, platform }) => configuration(policy, platform));

/** The verdicts, and how long the counterexamples are. */
function lengths(answers: ReadonlyMap<string, Answer<object, object>>): readonly unknown[] {
  return [...answers].map(([name, answer]) => [
    name,
    answer.answer === "violated" ? answer.path.steps.length + 1 : answer,
  ]);
}

/** What remains of a configuration with these reductions, asked about these properties. */
async function reducedAnswers(
  { compiled, model }: ReturnType<typeof configuration>,
  reductions: readonly ReductionName[],
  properties: readonly NmiProperty[] = everyStateProperty,
) {
  const { constants } = compiled.instance.environment;
  const reduced = compileForExploration(compiled.instance.model, constants, {
    reductions,
    properties,
  });
  return explorePacked(reduced, model, { properties });
}

describe("reductions keep every verdict and every shortest length", () => {
  test.each([...slice(slicedMatrix(), 2), ...larger])("$name", async (one) => {
    const plain = await explore(one.model);
    // Symmetry and dead variables keep even the path that is shown.
    for (const reductions of [["symmetry"], ["dead"], ["symmetry", "dead"]] as const) {
      const packed = await reducedAnswers(one, reductions);
      expect(packed.answers).toEqual(plain.answers);
      expect(packed.distinct).toBeLessThanOrEqual(plain.distinct);
    }
    for (const reductions of [["chains"], reductionNames] as const) {
      const packed = await reducedAnswers(one, reductions);
      expect(lengths(packed.answers)).toEqual(lengths(plain.answers));
      expect(packed.distinct).toBeLessThan(plain.distinct);
    }
    // For one property more can be left out than for all of them.
    for (const property of nmiProperties) {
      const packed = await reducedAnswers(one, reductionNames, [property]);
      expect(lengths(packed.answers)).toEqual(
        lengths(plain.answers).filter((_, index) => nmiProperties[index] === property),
      );
    }
  });
});

describe("symmetry", () => {
  test("leaves states out: of three places none is special", async () => {
    const { compiled, model } = configuration("mainline", {
      chain: [2, 1],
      rips: 3,
      sticky: false,
      shadow: false,
    });
    const { constants } = compiled.instance.environment;
    const reduced = compileForExploration(nmiIr("mainline"), constants, {
      reductions: ["symmetry"],
    });
    const whole = await explorePacked(compiled, model);
    const less = await explorePacked(reduced, model);
    expect(less.distinct).toBeLessThan(whole.distinct / 3);
    // With four places there is nothing more to see than with three, nor with two.
    const four = compileForExploration(
      nmiIr("mainline"),
      { ...constants, rips: 4 },
      { reductions: ["symmetry"] },
    );
    const two = configuration("mainline", { chain: [2, 1], rips: 4, sticky: false, shadow: false });
    expect((await explorePacked(four, two.model)).distinct).toBe(less.distinct);
  });

  test("a variable that is forgotten is found by the comparison", async () => {
    const { compiled, model } = configuration("mainline", {
      chain: [1, 1],
      rips: 2,
      sticky: false,
      shadow: true,
    });
    const { instance, layout } = compiled;
    const symmetric = symmetricFields([{ name: "Rip", variables: ["rip"] }], layout);
    const source = moduleText(instance, compileProgram(instance, layout, { symmetric }));
    const normalForm = { symmetric, live: null };
    const plain = await explore(model);
    const broken = explorePacked({ ...compiled, normalForm, source }, model).then(
      ({ answers }) => answers,
    );
    await expect(broken.catch((error: unknown) => error)).resolves.not.toEqual(plain.answers);
  });
});

/** The NMI model with one more property. */
function withProperty(body: Expression): Model {
  const model = nmiIr("v5");
  return { ...model, invariants: [...model.invariants, { name: "More", body, doc: "" }] };
}

const rip: Expression = { kind: "variable", name: "rip" };
const last: Expression = { kind: "variable", name: "lastNmiRip" };

describe("a type is symmetric while its values are only copied and compared", () => {
  test.each(policyNames)("as the places of the NMI model are, under the policy %s", (policy) => {
    expect(symmetricTypes(nmiIr(policy))).toEqual([
      { name: "Rip", variables: ["rip", "lastNmiRip"] },
    ]);
  });

  const allowed: Readonly<Record<string, Expression>> = {
    "compared with each other": binary("unequal", last, rip),
    "compared with null": binary("equal", last, literal(null)),
  };
  test.each(Object.entries(allowed))("%s", (_, body) => {
    expect(symmetricTypes(withProperty(body)).length).toBe(1);
  });

  const refused: Readonly<Record<string, Expression>> = {
    "compared with a number": binary("equal", rip, literal(1)),
    ordered: binary("less", last, rip),
    "calculated with": binary("equal", binary("plus", rip, literal(1)), last),
    "compared with another type": binary("equal", rip, { kind: "variable", name: "handled" }),
    "used as an index": {
      kind: "item",
      of: { kind: "array", items: [literal(true), literal(false)] },
      index: rip,
    },
    "kept in a record": {
      kind: "field",
      of: { kind: "record", fields: [{ name: "at", value: rip }] },
      name: "at",
    },
    "given a number": binary(
      "equal",
      { kind: "if", condition: literal(true), whenTrue: rip, whenFalse: literal(1) },
      last,
    ),
  };
  test.each(Object.entries(refused))("but not %s", (_, body) => {
    expect(symmetricTypes(withProperty(body))).toEqual([]);
  });

  test("nor set to a number, nor kept where a number belongs", () => {
    const model = nmiIr("v5");
    const setting = (variable: string, value: Expression): Model => ({
      ...model,
      actions: model.actions.map((action) => {
        return { ...action, step: { kind: "update", updates: [{ variable, value }] } };
      }),
    });
    const names = (changed: Model): readonly string[] =>
      symmetricTypes(changed).map(({ name }) => name);
    expect(names(setting("rip", literal(1)))).not.toContain("Rip");
    expect(names(setting("handled", rip))).not.toContain("Rip");
    expect(names(setting("lastNmiRip", literal(null)))).toContain("Rip");
  });
});

const ideal = { chain: [2, 1], rips: 2, sticky: false, shadow: false } as const;

test("what is applied is explained, place by place", () => {
  const [symmetry, dead, chains] = explainReductions(nmiIr("mainline"), ideal);
  expect(symmetry).toEqual({
    name: "symmetry",
    applies: true,
    what:
      "of all states that differ only by exchanged values of Rip (`rip`, `lastNmiRip`) one is " +
      "explored.",
    details: [],
    why: expect.stringContaining("exchanging two values in a behaviour gives a behaviour"),
  });
  expect(dead).toMatchObject({
    name: "dead",
    applies: true,
    details: [
      "`backToBack` where `position` is run",
      "`carriesUnknown` where `position` is run",
      "`outcome` everywhere",
    ],
  });
  expect(chains).toMatchObject({
    name: "chains",
    applies: true,
    details: [
      "where `position` is polling 0 0: only raise(0, 0) and poll",
      "where `position` is polling 0 1: only raise(0, 1) and poll",
      "where `position` is polling 1 0: only raise(1, 0) and poll",
      "where `position` is decide: only decide",
    ],
  });
  const [none] = explainReductions(withProperty(binary("less", last, rip)), ideal);
  expect(none).toMatchObject({
    applies: false,
    what: "the model has no type whose values are only copied and compared for equality.",
  });
});

test("a property that is not asked about keeps nothing alive", () => {
  const [, dead] = explainReductions(nmiIr("mainline"), ideal, ["NoStranded"]);
  for (const ghost of ["latchCarriesUnknown", "carriesUnknown", "owed", "outcome"]) {
    expect(dead?.details).toContain(`\`${ghost}\` everywhere`);
  }
});

test("a model without a place that its steps depend on is not reduced", async () => {
  const [, dead, chains] = explainReductions(lamps, { count: 2 });
  const what = "the model has no variable with 3 to 64 values that its steps depend on.";
  expect([dead, chains]).toMatchObject([
    { applies: false, what },
    { applies: false, what },
  ]);
});

test("reductions are read from their names", () => {
  expect(readReductions("none")).toEqual([]);
  expect(readReductions("all")).toEqual(["symmetry", "dead", "chains"]);
  expect(readReductions("chains, dead")).toEqual(["chains", "dead"]);
  expect(readReductions("symmetry")).toEqual(["symmetry"]);
  let diagnostic: unknown = null;
  try {
    readReductions("magic");
  } catch (error) {
    diagnostic = error;
  }
  expect(diagnostic instanceof Diagnostic && renderDiagnostic(diagnostic)).toBe(
    "error[packed/unknown-reduction]: there is no reduction `magic`.\n" +
      "  → give `all`, `none`, or some of: symmetry, dead, chains.",
  );
});
