import { expect, test } from "vitest";
import { interpretedModel } from "../../src/checkers/explore/interpreted-model.js";
import { compileForExploration } from "../../src/checkers/packed/compiled-model.js";
import { searchStates } from "../../src/checkers/packed/search-states.js";
import { statesOf } from "../../src/checkers/packed/shortest-path.js";
import { compileSources } from "../lang/sources.js";
import { modelOfActions } from "../lang/trial-model.js";
import { graphDifference } from "./graph-difference.js";

const constants = { size: 2, chain: [1] };

function compiled(actions: Readonly<Record<string, string>>) {
  const result = compileSources(modelOfActions(actions));
  if (result.kind === "refused") throw new Error(result.diagnostics.join("\n"));
  return compileForExploration(result.model, constants);
}

test("a record that a guard has made sure of is written, and changed further", async () => {
  const maybe = compiled({
    maybe: `import { at } from "./language.js";
import type { Config, Pair, State } from "./world.js";
function turned(pair: Pair): Pair | null {
  return pair.left && pair.right ? null : { left: !pair.left, right: pair.left };
}
export function maybe(_config: Config, state: State): State | null {
  const next = turned(state.pair);
  if (next === null) return null;
  const items = state.flag ? null : state.items;
  return {
    ...state,
    pair: next,
    pairs: state.pairs.with(1, { ...next, left: at(state.items, 0) }),
    items: items === null ? state.items : items.with(0, true),
  };
}`,
  });
  expect(await graphDifference(maybe, interpretedModel(maybe.instance))).toBeNull();
});

test("a change of a record that is not there fails, though what is new is there", async () => {
  const outside = compiled({
    outside: `import { at } from "./language.js";
import type { Config, State } from "./world.js";
export function outside(_config: Config, state: State): State | null {
  return { ...state, pair: { ...at(state.pairs, state.count + 2), left: true, right: true } };
}`,
  });
  const search = await searchStates(outside, {});
  const [state] = [
    ...statesOf(search.levels[0] ?? { states: 0, ranges: [] }, outside.layout.words),
  ];
  const told: string[] = [];
  search.explorer.successors(
    state ?? [],
    () => told.push("a successor"),
    () => told.push("a failure"),
  );
  expect(told).toEqual(["a failure"]);
});
