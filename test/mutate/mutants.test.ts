import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { runCampaign } from "../../src/analyses/mutate/campaign.js";
import { scoreOf } from "../../src/analyses/mutate/document.js";
import { compareGraphs } from "../../src/analyses/mutate/equivalence.js";
import { machineOf, mutantOn, withParts } from "../../src/analyses/mutate/machine.js";
import { mutate, mutationsOf } from "../../src/analyses/mutate/mutants.js";
import {
  changeText,
  type Mutation,
  mutationOperators,
} from "../../src/analyses/mutate/mutation.js";
import { compileMutant } from "../../src/analyses/mutate/observation.js";
import { showMutation } from "../../src/analyses/mutate/source-change.js";
import { packageRoot } from "../../src/base/package/root.js";
import type { Model } from "../../src/compiler/ir/model.js";
import { readAxes } from "../../src/machine/configuration/named-axes.js";
import { namedPlatform } from "../../src/machine/configuration/platform.js";
import { whole } from "../slice.js";
import { builtInModel, coreOf, onCore, subjectsOf } from "./models.js";
import { type Agreement, changedText, sourceAgreement } from "./source-agreement.js";

const ideal = { chain: [2, 1], rips: 2, sticky: false, shadow: false };
const small = { chain: [1], rips: 1, sticky: false, shadow: false } as const;
const properties = ["NoFalseSwallow", "NoSpurious", "NoMasked", "NoStranded"];

/** `kernel.ts:50 text => other text`. */
function essence(mutation: Mutation): string {
  const { where, before, after } = showMutation(mutation);
  return `${where.replace(/^spec\/|:\d+$/g, "")} ${before} => ${after}`;
}

function placeText(file: string, offset: number, text: string): string {
  return `${file} ${offset} ${text}`;
}

/** The places of the source that have come to be in a part of a model. */
function placesIn(part: object, { places }: Model): ReadonlySet<string> {
  const found = new Set<string>();
  const look = (one: unknown): void => {
    if (typeof one !== "object" || one === null) return;
    const place = places.get(one);
    if (place !== undefined) found.add(placeText(place.file, place.offset, place.text));
    for (const inner of Object.values(one)) look(inner);
  };
  look(part);
  return found;
}

describe("mutations", () => {
  const mutations = mutationsOf(builtInModel("v5"));

  test("stand where their text stands", () => {
    for (const mutation of mutations) {
      const text = readFileSync(join(packageRoot, mutation.place.file), "utf8");
      expect(() => changedText(text, mutation)).not.toThrow();
      const lines = text.slice(0, mutation.offset).split("\n");
      expect([mutation.place.line, mutation.place.column]).toEqual([
        lines.length,
        (lines.at(-1)?.length ?? 0) + 1,
      ]);
    }
  });

  test("reach every file of the model that has behaviour, and no property", () => {
    expect([...new Set(mutations.map(({ place }) => place.file))].sort()).toEqual([
      "spec/cpu/hardware.ts",
      "spec/cpu/kernel.ts",
      "spec/cpu/outcome.ts",
      "spec/cpu/policy-input.ts",
      "spec/cpu/sources.ts",
      "spec/policies/v5.ts",
    ]);
  });

  test("are of every kind that the model has a place for", () => {
    const found = new Set(mutations.map(({ operator }) => operator));
    expect(mutationOperators.filter((operator) => !found.has(operator))).toEqual([]);
  });

  test("of a function that is compiled in place twice are made in both places", () => {
    // `polled` is spread into two returns of `poll`.
    const dropped = mutations.filter(
      ({ before, change }) => before === "handled: claimed" && change.kind === "dropped",
    );
    expect(dropped.map(essence)).toEqual([
      "cpu/kernel.ts:117 handled: claimed, => (the line is left out)",
    ]);
    const [mutation] = dropped;
    if (mutation === undefined) return;
    const poll = mutate(builtInModel("v5"), mutation)?.actions.find(({ name }) => name === "Poll");
    expect(JSON.stringify(poll)).not.toContain('"variable":"handled"');
  });

  whole(
    "are made one at a time: the model is another one, and only where the place has come to be",
    () => {
      const model = builtInModel("v5");
      const partsOf = ({ actions, operators, variables }: Model) => [
        ...actions,
        ...operators,
        ...variables,
      ];
      const parts = partsOf(model).map((part) => {
        return { text: JSON.stringify(part), places: placesIn(part, model) };
      });
      for (const mutation of mutations) {
        const mutant = mutate(model, mutation);
        const texts = mutant === null ? [] : partsOf(mutant).map((part) => JSON.stringify(part));
        const changed = parts.filter(({ text }, index) => text !== texts[index]);
        expect(changed.length, essence(mutation)).toBeGreaterThan(0);
        const place = placeText(mutation.place.file, mutation.offset, mutation.before);
        expect(changed.every(({ places }) => places.has(place))).toBe(true);
      }
    },
  );

  whole("are what the changed source compiles to", async () => {
    // One of each kind; the full run takes them all.
    for (const operator of ["condition", "comparison", "connective", "update"] as const) {
      const ofKind = mutations.filter((one) => one.operator === operator);
      const isInPolicy = (one: Mutation): boolean => one.place.file === "spec/policies/v5.ts";
      const ordered = [...ofKind.filter(isInPolicy), ...ofKind.filter((one) => !isInPolicy(one))];
      // The compiler refuses a comparison in a policy that the change has decided.
      let agreement: Agreement = "refused";
      for (const mutation of ordered) {
        agreement = await sourceAgreement("v5", mutation);
        if (agreement !== "refused") break;
      }
      expect(agreement, operator).toBe("agrees");
    }
  });
});

describe("a campaign", () => {
  // `test/cli/mutate.test.ts` has the same mutants in each run.
  whole("on one policy: what is not killed is proven equivalent", async () => {
    const campaign = await runCampaign({
      subjects: subjectsOf(["mainline"], ["ideal"]),
      properties,
      files: ["mainline.ts"],
    });
    expect(scoreOf(campaign)).toMatchObject({ survived: 0, score: 1 });
    expect(
      campaign.mutants.flatMap(({ mutation, fate }) =>
        fate.fate === "equivalent" ? [[essence(mutation), fate.states]] : [],
      ),
    ).toEqual([
      [
        'policies/mainline.ts:27 unclaimed: seen.backToBack && memory.swallowNmi ? "swallow" : "report", => unclaimed: memory.swallowNmi ? "swallow" : "report",',
        4408,
      ],
    ]);
  });

  whole("with gates that look at less: survivors, each with a graph that differs", async () => {
    const campaign = await runCampaign({
      subjects: subjectsOf(["none"], ["ideal"]).map((one) => ({
        ...one,
        platform: namedPlatform("ideal", small.chain, small.rips),
      })),
      properties: ["NoStranded"],
      layers: ["verdict"],
      files: ["outcome.ts"],
    });
    const survivors = campaign.mutants.filter(({ fate }) => fate.fate === "survived");
    expect(survivors.map(({ mutation }) => essence(mutation))).toContain(
      'cpu/outcome.ts:10 if (claimed > 0) return ghost.carriesUnknown ? "masked" : "handled"; => if (claimed > 0) return true ? "masked" : "handled";',
    );
    for (const { mutation } of survivors) {
      const made = onCore("none", mutation);
      if (made === null) throw new Error("the core has nothing of it");
      const original = compileMutant(made.original, small);
      const compiled = compileMutant(made.mutant, small);
      if (original.kind !== "compiled" || compiled.kind !== "compiled") throw new Error();
      expect(compareGraphs(original.model, compiled.model).graphs).toBe("different");
    }
    expect(scoreOf(campaign).score).toBeLessThan(1);
  });

  test("that is stopped says how many mutants it has not judged", async () => {
    const controller = new AbortController();
    const campaign = await runCampaign({
      subjects: subjectsOf(["none"], ["ideal"]),
      properties,
      signal: controller.signal,
      onProgress: (done) => done === 3 && controller.abort(),
    });
    expect(campaign.mutants.length + campaign.elsewhere).toBe(3);
    expect(campaign.left).toBe(mutationsOf(builtInModel("none")).length - 3);
  });
});

/** `npm run test:full` has a campaign on such a machine. */
test("on a machine with axes the change is made in the source, which is specialised then", () => {
  const whole = builtInModel("mainline");
  const machine = machineOf({ policy: "mainline", whole, axes: readAxes(["nesting=yes"]) });
  const ofNesting = mutationsOf(whole).filter(({ before }) => before === "!state.nested");
  const graphs = ofNesting.map((mutation) => {
    const mutated = mutate(whole, mutation);
    const mutant = mutated === null ? null : mutantOn(machine, mutated);
    if (mutant === null) throw new Error("the machine has nothing of it");
    const original = compileMutant(withParts(machine.source, mutant.parts).model, small);
    const compiled = compileMutant(mutant.model, small);
    if (original.kind !== "compiled" || compiled.kind !== "compiled") throw new Error();
    return compareGraphs(original.model, compiled.model).graphs;
  });
  expect(graphs).toContain("different");
});

test("the same model has the same graph", () => {
  const compiled = compileMutant(coreOf("none").model, ideal);
  if (compiled.kind !== "compiled") throw new Error("it does not compile");
  expect(compareGraphs(compiled.model, compiled.model)).toEqual({
    graphs: "equal",
    states: 2874,
    edges: 10_154,
  });
});

test("a change is shown as it stands in its line", () => {
  const mutations = mutationsOf(builtInModel("v5"));
  expect(mutations.map((mutation) => changeText(mutation))).toContain("(left out)");
  expect(mutations.map(essence)).toContain(
    "cpu/hardware.ts:85 latched: true, => (the line is left out)",
  );
});
