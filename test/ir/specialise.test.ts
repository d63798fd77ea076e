import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { noAxes } from "../../spec/cpu/no-axes.js";
import { type PolicyName, policyNames } from "../../spec/policies/all.js";
import { machines } from "../../src/analyses/atlas/machine.js";
import { compileForExploration } from "../../src/checkers/packed/compiled-model.js";
import { searchStates } from "../../src/checkers/packed/search-states.js";
import type { Model } from "../../src/compiler/ir/model.js";
import { specialise } from "../../src/compiler/ir/specialise/specialise.js";
import type { ConstantValues } from "../../src/compiler/ir/value.js";
import {
  eachAxisAlone,
  type NamedAxes,
  readAxes,
} from "../../src/machine/configuration/named-axes.js";
import { namedPlatform } from "../../src/machine/configuration/platform.js";
import { specialisedTo } from "../../src/machine/policy/specialised.js";
import { compiledPolicy } from "../agree/nmi-configurations.js";
import { wholeModel } from "../agree/path-configurations.js";
import { randomModel } from "../packed/random-model.js";
import { slice, whole } from "../slice.js";

/** What a search tells of a whole graph: counts, depth, and where each property is first violated. */
async function graphOf(model: Model, constants: ConstantValues) {
  const compiled = compileForExploration(model, constants);
  const { end, progress, violations } = await searchStates(compiled, {});
  const { distinct, generated, depth } = progress;
  return {
    end: end.end,
    distinct,
    generated,
    depth,
    violations: new Map(
      compiled.properties.map((name, number) => [name, violations.get(number) ?? "holds"]),
    ),
  };
}

function platformOf(name: "ideal" | "sticky+shadow") {
  const { chain, rips, sticky, shadow } = namedPlatform(name);
  return { chain, rips, sticky, shadow };
}

const off = readAxes([]);

test("a part of a comment that begins with a line of its own stands apart from what is before it", () => {
  const model = specialisedTo(wholeModel("mainline"), "mainline", readAxes(["kvm-host=yes"]));
  const docs = [...model.actions, ...model.operators].map(({ doc }) => doc).join(" ");
  expect(docs).toMatch(/a loop\.\s+It is the host that runs/);
});

describe("with all axes off the full model is the core", () => {
  test.each(policyNames)("%s", async (policy) => {
    const core = compiledPolicy(policy).model;
    const model = specialisedTo(wholeModel(policy), policy, off);
    expect(model.name).toBe(core.name);
    const names = (parts: readonly { readonly name: string }[]) =>
      parts.map(({ name }) => name).sort();
    expect(names(model.variables)).toEqual(names(core.variables));
    expect(names(model.actions)).toEqual(names(core.actions));
    expect(names(model.constants)).toEqual(names(core.constants));
    for (const platform of ["ideal", "sticky+shadow"] as const) {
      const one = await graphOf(model, platformOf(platform));
      expect(one).toEqual(await graphOf(core, platformOf(platform)));
    }
  });
});

/** The full model on a machine, as it was before it was specialised. */
function unspecialised(policy: PolicyName, { machine }: NamedAxes) {
  return graphOf(wholeModel(policy), { ...platformOf("ideal"), ...machine });
}

describe("a machine with an axis has the graph that it has in the full model", () => {
  test.each(
    slice(eachAxisAlone(), 2).map(
      (axes) => [Object.entries(axes.names).join(" ") || "all axes off", axes] as const,
    ),
  )("%s", async (_, axes) => {
    const model = specialisedTo(wholeModel("mainline"), "mainline", axes);
    const { violations, ...counts } = await graphOf(model, platformOf("ideal"));
    const whole = await unspecialised("mainline", axes);
    expect(counts).toEqual({ ...counts, ...whole, violations: undefined });
    for (const [name, where] of whole.violations) {
      // A property that nothing could violate is gone.
      expect(violations.get(name) ?? "holds", name).toBe(where);
    }
  });
});

whole(
  "no machine of the atlas keeps a constant of an axis, and none has more variables than it needs",
  () => {
    const model = wholeModel("mainline");
    for (const { axes } of machines({ chain: [2, 1], rips: 2 })) {
      const made = specialisedTo(model, "mainline", { machine: axes, board: null, names: {} });
      expect(made.constants.map(({ name }) => name)).toEqual(["chain", "rips", "sticky", "shadow"]);
      expect(made.variables.length).toBeGreaterThanOrEqual(12);
      if (JSON.stringify(axes) === JSON.stringify(noAxes)) expect(made.variables).toHaveLength(12);
    }
  },
);

test("the places in the sources stay known", () => {
  const model = wholeModel("mainline");
  const made = specialisedTo(model, "mainline", readAxes(["nesting=yes"]));
  for (const action of made.actions) expect(made.places.get(action)).toBeDefined();
  for (const operator of made.operators) {
    const before = model.operators.find(({ name }) => name === operator.name);
    const place = before === undefined ? undefined : model.places.get(before);
    expect(made.places.get(operator)).toEqual(place);
  }
  const lines = [...made.places.values()].map(({ file, line }) => `${file}:${line}`);
  expect(new Set(lines).size).toBeGreaterThan(50);
});

/** More of them for a long run: `RANDOM_MODELS=1000`. */
const RUNS = Number(process.env.RANDOM_MODELS ?? 60);

whole("random models keep their graphs", async () => {
  let smaller = 0;
  await fc.assert(
    fc.asyncProperty(randomModel, async (model) => {
      const whole = await graphOf(model, { rows: [2, 1] });
      // Where a model fails, it is the first failure that the counts end with.
      fc.pre(whole.end === "exhausted");
      const asked = new Set(model.invariants.map(({ name }) => name));
      const made = specialise(model, { constants: {}, off: new Set(), kept: new Set(), asked });
      if (made.variables.length < model.variables.length) smaller++;
      expect(await graphOf(made, { rows: [2, 1] })).toEqual(whole);
    }),
    { numRuns: RUNS },
  );
  // The generator is worth something only while some of its variables never change.
  expect(smaller).toBeGreaterThan(0);
});
