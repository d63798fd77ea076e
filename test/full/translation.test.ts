import { beforeAll, expect, test } from "vitest";
import type { Expression } from "../../src/compiler/ir/expression.js";
import type { Instance } from "../../src/compiler/ir/instance.js";
import type { Model } from "../../src/compiler/ir/model.js";
import { greatestInstance } from "../smt/greatest-model.js";
import { randomInstances } from "../smt/random-instances.js";
import { seededBugs, withBug } from "../smt/seeded-bugs.js";
import { compareGraphs } from "../smt/solver-graph.js";

let instances: readonly Instance[];
beforeAll(async () => {
  instances = [greatestInstance, ...(await randomInstances(7, 40))];
});

test("the translation makes of random models what the interpreter does", async () => {
  for (const instance of instances) {
    const { states } = await compareGraphs(instance, []);
    expect(states).toBeGreaterThan(0);
  }
});

test("there is a mistake for each kind of expression", () => {
  const kinds: Readonly<Record<Expression["kind"], true>> = {
    literal: true,
    constant: true,
    variable: true,
    local: true,
    field: true,
    item: true,
    length: true,
    maximum: true,
    not: true,
    binary: true,
    if: true,
    let: true,
    record: true,
    array: true,
    with: true,
    generate: true,
    quantifier: true,
    call: true,
  };
  const abouts: ReadonlySet<string> = new Set(seededBugs.map(({ about }) => about));
  // Those have one for each operator and for each quantifier.
  const missing = Object.keys(kinds).filter((kind) => kind !== "quantifier" && !abouts.has(kind));
  expect(missing).toEqual([]);
  expect(["all", "some", "count"].filter((one) => !abouts.has(one))).toEqual([]);
});

test.each(seededBugs)("a mistake in the translation of $about is seen", async (bug) => {
  let tried = 0;
  for (const instance of instances) {
    const translated = withBug(instance.model, bug);
    if (translated === instance.model) continue;
    tried++;
    if (await isSeen(instance, translated)) return;
  }
  expect.fail(`${tried} models have something of the kind, and none shows the mistake`);
});

/** Whether the comparison tells a difference. What cannot be translated any more shows nothing. */
async function isSeen(instance: Instance, translated: Model): Promise<boolean> {
  try {
    await compareGraphs(instance, [], translated);
    return false;
  } catch (error) {
    if (error instanceof TypeError) return false;
    expect(String(error)).toContain(", the interpreter ");
    return true;
  }
}
