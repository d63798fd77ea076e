import { describe, expect, test } from "vitest";
import { noAxes } from "../../spec/cpu/no-axes.js";
import type { State } from "../../spec/cpu/state.js";
import { policies } from "../../spec/policies/all.js";
import { eventText } from "../../src/checkers/explore/executable-model.js";
import { reachableEdges } from "../../src/checkers/explore/graph.js";
import { canonicalText } from "../../src/checkers/explore/state-keys.js";
import { edgeCover } from "../../src/engines/conform/edge-cover.js";
import { type BuiltInConfiguration, configurations } from "../../src/engines/conform/matrix.js";
import { observedGraph } from "../../src/engines/conform/observed-graph.js";
import { edgesTo, pathAlong } from "../../src/engines/conform/paths.js";
import { coreSubject } from "../../src/engines/conform/subject.js";
import { nmiModel } from "../../src/machine/model/nmi-model.js";
import { slice, whole } from "../slice.js";

function configOf({ policy, platform }: BuiltInConfiguration) {
  return { policy: policies[policy], platform, axes: noAxes };
}

function withoutGhost(state: State<unknown>): string {
  const { latchCarriesUnknown, carriesUnknown, owed, outcome, ...observed } = state;
  return canonicalText(observed);
}

describe("the executions take every edge of the model's reachable graph", () => {
  test.each(
    slice(configurations([[1, 1]], [1, 2]), 5).map(
      (one) => [one.policy, one.platform.name, one.platform.rips, one] as const,
    ),
  )("%s, %s, R=%i", async (_policy, _platform, _rips, configuration) => {
    const config = configOf(configuration);
    const graph = await observedGraph(coreSubject(config));
    const taken = new Set<string>();
    for (const { start, edges } of edgeCover(graph)) {
      let node = start;
      for (const [index, edge] of edges.entries()) {
        const event = graph.events[edge % graph.events.length];
        const state = graph.states[node];
        if (event === undefined || state === undefined) throw new Error("no such edge");
        expect(Math.floor(edge / graph.events.length)).toBe(node);
        expect(event.name === "decide").toBe(index === edges.length - 1);
        taken.add(`${withoutGhost(state)} ${eventText(event)}`);
        node = graph.targets[edge] ?? -1;
      }
      expect(graph.states[start]?.position.at).toBe("run");
    }
    // Counted by the explorer, which knows nothing of nodes and executions.
    let modelEdges = 0;
    for (const { source, event } of reachableEdges(nmiModel(config))) {
      modelEdges++;
      if (!taken.has(`${withoutGhost(source.state)} ${eventText(event)}`)) {
        throw new Error(`not taken: ${eventText(event)} from ${canonicalText(source.state)}`);
      }
    }
    expect(graph.modelEdges).toBe(modelEdges);
  });
});

test("they are few, and the same every time", async () => {
  const [configuration] = configurations([[2, 1]], [2]).slice(-1);
  if (configuration === undefined) throw new Error("no configuration");
  const config = configOf(configuration);
  const graph = await observedGraph(coreSubject(config));
  const executions = [...edgeCover(graph)];
  expect([...edgeCover(await observedGraph(coreSubject(config)))]).toEqual(executions);
  expect(graph.modelEdges).toBe(24_880);
  expect(executions.length).toBeLessThan(800);
  expect(Math.max(...executions.map(({ edges }) => edges.length))).toBeLessThan(64);
});

whole("chains up to [3,2,1] are feasible", async () => {
  const [configuration] = configurations([[3, 2, 1]], [1]).slice(-1);
  if (configuration === undefined) throw new Error("no configuration");
  const graph = await observedGraph(coreSubject(configOf(configuration)));
  let executions = 0;
  for (const _ of edgeCover(graph)) executions++;
  expect(graph.modelEdges).toBeGreaterThan(100_000);
  expect(executions).toBeLessThan(10_000);
});

test("a path along edges is a behaviour of the model", async () => {
  const [configuration] = configurations([[1]], [1]);
  if (configuration === undefined) throw new Error("no configuration");
  const config = configOf(configuration);
  const graph = await observedGraph(coreSubject(config));
  for (const [node, state] of graph.states.entries()) {
    const path = pathAlong(coreSubject(config), graph, edgesTo(graph, node));
    expect(withoutGhost(path.steps.at(-1)?.state ?? path.initial)).toBe(withoutGhost(state));
  }
});
