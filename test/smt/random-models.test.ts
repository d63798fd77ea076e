import { expect, test } from "vitest";
import { randomInstances } from "./random-instances.js";
import { compareGraphs } from "./solver-graph.js";

/** A slice: `test/full/translation.test.ts` has many more. */
test("the solver enumerates the successors of random models as the interpreter does", async () => {
  let enabled = 0;
  for (const instance of await randomInstances(7, 4)) {
    enabled += (await compareGraphs(instance, [])).enabled;
  }
  expect(enabled).toBeGreaterThan(20);
});
