import { describe } from "vitest";
import { expectMeanings } from "./compiled-actions.js";

describe("switches", () => {
  expectMeanings([
    {
      what: "a default in the middle",
      name: "middle",
      source: `export function middle(state: State): State {
  switch (state.count) {
    case 0:
      return { ...state, count: 1 };
    default:
      return { ...state, count: 0 };
    case 1:
    case 2:
      return { ...state, count: 3 };
  }
}`,
      tla: `Middle ==
  /\\ IF count = 0
     THEN count' = 1
     ELSE IF count \\in {1, 2}
          THEN count' = 3
          ELSE count' = 0
  /\\ UNCHANGED <<flag, color, items, pair, pairs, place>>`,
    },
    {
      what: "a last case without statements goes on behind the switch",
      name: "behind",
      source: `export function behind(state: State): State {
  switch (state.count) {
    default:
      return { ...state, count: 1 };
    case 2:
  }
  return { ...state, count: 2 };
}`,
      tla: `Behind ==
  /\\ IF count = 2
     THEN count' = 2
     ELSE count' = 1
  /\\ UNCHANGED <<flag, color, items, pair, pairs, place>>`,
    },
    {
      what: "cases that are not all there are",
      name: "some",
      source: `export function some(state: State): State | null {
  switch (state.color) {
    case "red":
      return { ...state, color: "green" };
    case null:
      return { ...state, color: "red" };
  }
  return null;
}`,
      tla: `Some ==
  /\\ IF color = "red"
     THEN color' = "green"
     ELSE /\\ color = None
          /\\ color' = "red"
  /\\ UNCHANGED <<count, flag, items, pair, pairs, place>>`,
    },
    {
      what: "cases that are all there are",
      name: "all",
      source: `function next(color: State["color"]): State["color"] {
  switch (color) {
    case "red":
      return "green";
    case "green":
      return null;
    case null:
      return "red";
  }
}
export function all(state: State): State {
  return { ...state, color: next(state.color) };
}`,
      tla: `Next_(color2) ==
  CASE color2 = "red" -> "green"
    [] color2 = "green" -> None
    [] OTHER -> "red"

All ==
  /\\ color' = Next_(color)
  /\\ UNCHANGED <<count, flag, items, pair, pairs, place>>`,
    },
    {
      what: "a choice in a choice",
      name: "inner",
      source: `function next(color: State["color"], count: number): State["color"] {
  switch (color) {
    case "red":
      switch (count) {
        case 0:
          return "green";
        case 1:
          return null;
        default:
          return "red";
      }
    case "green":
      return null;
    case null:
      return "red";
  }
}
export function inner(state: State): State {
  return { ...state, color: next(state.color, state.count) };
}`,
      tla: `Next2(color2, count2) ==
  CASE color2 = "red" -> (CASE count2 = 0 -> "green"
                            [] count2 = 1 -> None
                            [] OTHER -> "red")
    [] color2 = "green" -> None
    [] OTHER -> "red"

Inner ==
  /\\ color' = Next2(color, count)
  /\\ UNCHANGED <<count, flag, items, pair, pairs, place>>`,
    },
  ]);
});
