import { expect, test } from "vitest";
import { perf2636 } from "../../examples/policies/perf-2.6.36.js";
import { noAxes } from "../../spec/cpu/no-axes.js";
import { at } from "../../spec/language.js";
import type { Chain } from "../../spec/platforms.js";
import { edgeCover } from "../../src/engines/conform/edge-cover.js";
import { executionSteps } from "../../src/engines/conform/execution-steps.js";
import { type ObservedGraph, observedGraph } from "../../src/engines/conform/observed-graph.js";
import { edgesTo } from "../../src/engines/conform/paths.js";
import { coreSubject } from "../../src/engines/conform/subject.js";
import type { Arrival } from "../../src/engines/engine.js";
import { namedPlatform, platformNames } from "../../src/machine/configuration/platform.js";
import { Perf2636Machine } from "./perf-2.6.36-engine.js";

/** Edges cut at the ends of NMIs, each piece with the node that it starts in. */
function pieces(graph: ObservedGraph, edges: readonly number[]) {
  const cut: { start: number; edges: number[] }[] = [{ start: 0, edges: [] }];
  for (const edge of edges) {
    cut.at(-1)?.edges.push(edge);
    const event = at(graph.events, edge % graph.events.length);
    if (event.name === "decide") cut.push({ start: at(graph.targets, edge), edges: [] });
  }
  return cut;
}

function arrive(machine: Perf2636Machine, arrivals: readonly Arrival[]): (look: number) => void {
  let next = 0;
  return (look) => {
    for (let arrival = arrivals[next]; arrival !== undefined && arrival.before <= look; ) {
      if (arrival.event === "raise") machine.overflow(arrival.handler, arrival.slot);
      else machine.button();
      arrival = arrivals[++next];
    }
  };
}

const chains: readonly Chain[] = [[1], [2], [1, 1], [2, 1]];
const configurations = platformNames.flatMap((name) =>
  chains.flatMap((chain) => [1, 2].map((rips) => namedPlatform(name, chain, rips))),
);

/** Executions that together take every edge, each played from the start on a new machine. */
test("the policy does as the machine of 2.6.36 on every edge of its state graphs", async () => {
  let edges = 0;
  const outcomes = new Set<string>();
  for (const platform of configurations) {
    const subject = coreSubject({ platform, policy: perf2636, axes: noAxes });
    const graph = await observedGraph(subject);
    const taken = new Set<number>();
    for (const execution of edgeCover(graph)) {
      const machine = new Perf2636Machine(platform.chain);
      const way = [...edgesTo(graph, execution.start), ...execution.edges];
      for (const edge of way) taken.add(edge);
      for (const piece of pieces(graph, way)) {
        for (const { call, expected } of executionSteps(subject, graph, piece)) {
          if (call.op === "raise") machine.overflow(call.handler, call.slot);
          else if (call.op === "external") machine.button();
          else if (call.op === "nmi" && expected.kind === "nmi") {
            const { claimed, outcome } = machine.doNmi(arrive(machine, call.arrivals));
            outcomes.add(outcome);
            expect({ claimed, outcome }).toEqual({
              claimed: expected.claimed,
              outcome: expected.outcome,
            });
          } else continue;
          const state = expected.kind === "nmi" ? expected.state : undefined;
          if (state === undefined) continue;
          expect(machine.overflowed).toEqual(state.active);
          expect(machine.nmiPends).toBe(state.pending);
        }
      }
    }
    const all = graph.targets.filter((target) => target >= 0).length;
    expect(taken.size).toBe(all);
    edges += all;
  }
  expect(outcomes).toEqual(new Set(["handled", "unknown", "swallowed"]));
  expect(edges).toBeGreaterThan(40_000);
});
