import { expect, test } from "vitest";
import { explore } from "../../src/checkers/explore/breadth-first.js";
import { reachableEdges } from "../../src/checkers/explore/graph.js";
import { dieHard } from "./die-hard.js";

test("the graph has every edge that an exploration generates, self-loops and parallel ones", async () => {
  const edges = [...reachableEdges(dieHard)];
  const { distinct, generated } = await explore(dieHard);
  expect(edges.length).toBe(generated - 1);
  expect(new Set(edges.map((edge) => edge.target.number)).size).toBe(distinct);
  expect(edges.filter((edge) => edge.isFirst).length).toBe(distinct - 1);
  for (const { source, event, target } of edges) {
    expect(dieHard.apply(event, source.state)).toEqual(target.state);
  }
  // With both jugs empty, emptying either and pouring either way changes nothing.
  const loops = edges.filter(({ source, target }) => source.number === 0 && target.number === 0);
  expect(loops.map((edge) => edge.event.name)).toEqual(["empty", "empty", "pour", "pour"]);
});

test("edges are made while they are read", () => {
  const endless = reachableEdges({
    ...dieHard,
    apply: (_event, jugs) => ({ ...jugs, big: jugs.big + 1 }),
  });
  let last = 0;
  for (const { target } of endless) {
    last = target.number;
    if (last === 100) break;
  }
  expect(last).toBe(100);
});

test("a model that throws is a fault that names the event and the state", () => {
  const broken = reachableEdges({
    ...dieHard,
    apply: () => {
      throw new RangeError("index 9 is outside");
    },
  });
  expect(() => [...broken]).toThrow(
    'the model failed in the event fill(small), in the state {"big":0,"small":0} after 0 events. ' +
      "RangeError: index 9 is outside.",
  );
});
