import { expect, test } from "vitest";
import { policies } from "../../spec/policies/all.js";
import { namedPlatform } from "../../src/configuration/platform.js";
import { reachableEdges } from "../../src/explore/graph.js";
import { nmiModel } from "../../src/explore/nmi-model.js";
import { type Access, accessesOf, isIndependent } from "../../src/find/access.js";

function accesses(name: "ideal" | "shadow"): ReadonlyMap<string, Access> {
  const model = nmiModel({ platform: namedPlatform(name, [1, 1]), policy: policies.mainline });
  const states = [model.initial()];
  for (const { target, isFirst } of reachableEdges(model)) if (isFirst) states.push(target.state);
  return accessesOf(model, states);
}

const ideal = accesses("ideal");
const shadow = accesses("shadow");
const pollFirst = 'poll at {"at":"polling","handler":0,"slot":0}';
const decide = 'decide at {"at":"decide"}';

function of(found: ReadonlyMap<string, Access>, label: string): Access {
  const access = found.get(label);
  if (access === undefined) throw new Error(`${label} is none of ${[...found.keys()].join("; ")}`);
  return access;
}

test.each([
  ["raise(0, 0)", ["active[0][0]"], ["active[0][0]", "latched"]],
  ["external", [], ["latchCarriesUnknown", "latched"]],
  ["execute(1)", ["latched", "position"], ["rip"]],
  [pollFirst, ["active[0][0]", "handled", "position"], ["active[0][0]", "handled", "position"]],
  [
    decide,
    ["backToBack", "carriesUnknown", "handled", "policyMemory", "position"],
    ["backToBack", "carriesUnknown", "handled", "owed", "policyMemory", "position"],
  ],
])("%s", (label, reads, writes) => {
  const access = of(ideal, label);
  expect([...access.writes].sort()).toEqual(writes);
  expect([...access.reads].sort()).toEqual(reads);
});

test("execute does not look at the latch of a shadow platform", () => {
  expect([...of(shadow, "execute(1)").reads]).toEqual(["position"]);
});

test.each([
  ["raise(0, 0)", pollFirst, false],
  ["raise(1, 0)", pollFirst, true],
  ["external", pollFirst, true],
  ["external", decide, true],
  ["external", "raise(0, 0)", false],
  ["external", "execute(1)", false],
])("%s and %s are independent: %s", (left, right, expected) => {
  expect(isIndependent(of(ideal, left), of(ideal, right))).toBe(expected);
  expect(isIndependent(of(ideal, right), of(ideal, left))).toBe(expected);
});
