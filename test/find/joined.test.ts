import { expect, test } from "vitest";
import { reachedGraph, violatingRuns } from "../../src/analyses/find/automaton.js";
import { isOfEnvironment } from "../../src/analyses/find/environment.js";
import { minimalAutomaton } from "../../src/analyses/find/minimal-automaton.js";
import { minimalRuns } from "../../src/analyses/find/minimal-runs.js";
import { joined, sorting, wordText } from "../../src/analyses/find/sorting.js";
import { WorkBudget } from "../../src/checkers/packed/work-budget.js";
import { readAxes } from "../../src/machine/configuration/named-axes.js";
import { namedPlatform } from "../../src/machine/configuration/platform.js";
import { modelOf } from "../../src/machine/subject.js";
import { loadedPolicy } from "../check/loaded-policy.js";

test("runs that are sorted in parts of any size are sorted as one part", async () => {
  const request = {
    policy: await loadedPolicy("mainline"),
    other: await loadedPolicy("v5"),
    property: "NoMasked",
    platform: namedPlatform("ideal", [1, 1]),
    axes: readAxes(["nesting=yes"]),
    version: "1.0.0",
  } as const;
  const model = modelOf(request);
  const budget = new WorkBudget();
  const violating = minimalAutomaton(
    violatingRuns(reachedGraph(model, budget), request.property),
    budget,
  );
  const found = minimalRuns(violating, model.events.map(isOfEnvironment), { budget });
  const words = Array.from(found.words(), wordText);
  const sort = await sorting(request, budget);
  const whole = joined([await sort({ words })]);
  expect(words.length).toBeGreaterThan(100);
  expect(whole.length).toBeGreaterThan(1);
  expect(whole.some(({ isUnderOther }) => isUnderOther)).toBe(true);
  // A class has its shortest runs in several parts, and the first of them is its example.
  for (const size of [1, 7, 64]) {
    const starts = Array.from({ length: Math.ceil(words.length / size) }, (_, part) => part * size);
    const parts = [];
    for (const start of starts) parts.push(await sort({ words: words.slice(start, start + size) }));
    expect(joined(parts)).toEqual(whole);
  }
});
