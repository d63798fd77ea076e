import { expect, test } from "vitest";
import { reachedOnce } from "../../src/analyses/find/automaton.js";
import { WorkBudget } from "../../src/checkers/packed/work-budget.js";
import { namedPlatform } from "../../src/machine/configuration/platform.js";
import { modelOf } from "../../src/machine/subject.js";
import { loadedPolicy } from "../check/loaded-policy.js";

test("a graph is searched once for a subject, and again for another one", async () => {
  const platform = namedPlatform("ideal", [2], 1);
  const none = { policy: await loadedPolicy("none"), platform };
  const mainline = { policy: await loadedPolicy("mainline"), platform };
  const graphOf = reachedOnce();
  const asked = (of: typeof none) => graphOf(of, modelOf(of), new WorkBudget({}));
  const graph = asked(none);
  expect(asked({ ...none })).toBe(graph);
  expect(asked(mainline).next.length).not.toBe(graph.next.length);
});
