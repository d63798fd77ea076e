import fc from "fast-check";
import { expect } from "vitest";
import { checkLiveness } from "../../src/checkers/liveness/check-liveness.js";
import { checkModel } from "../../src/compiler/ir/check.js";
import {
  demanded,
  executed,
  irOf,
  type RandomGraph,
  randomGraph,
} from "../liveness/random-graph.js";
import { tlcLiveness } from "./tlc-liveness.js";

/** The explorer and TLC say the same of a random graph under random assumptions. */
export function agreedRandomLiveness(): fc.IAsyncPropertyWithHooks<[RandomGraph]> {
  return fc.asyncProperty(randomGraph(8), async (graph) => {
    const model = irOf(graph, "Random");
    expect(checkModel(model)).toEqual([]);
    const { answers } = await checkLiveness(executed(graph), [demanded(graph)]);
    const outcome = await tlcLiveness(model, "Asked");
    expect(answers.get("Asked")?.answer).toBe(outcome.kind === "success" ? "holds" : "violated");
  });
}
