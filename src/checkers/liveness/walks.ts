import type { FairGraph } from "./fair-graph.js";

/** A walk through a graph by its edges, in order. */
export type Walk = readonly number[];

/** Edges that may be followed. */
export type Follow = (edge: number) => boolean;

/**
 * The shortest walk from `start` to an edge or a state that is wanted, the first in the order of the
 * edges. A state is looked at before the edges that leave it.
 */
export function shortestWalk(
  graph: FairGraph,
  start: number,
  follow: Follow,
  wanted: { readonly state?: (state: number) => boolean; readonly edge?: Follow },
): Walk | null {
  const cameBy = new Map<number, { readonly from: number; readonly edge: number }>();
  const walkTo = (end: number): number[] => {
    const walk: number[] = [];
    for (let step = cameBy.get(end); step !== undefined; step = cameBy.get(step.from)) {
      walk.push(step.edge);
    }
    return walk.reverse();
  };
  const queue = [start];
  const known = new Set(queue);
  for (const state of queue) {
    if (wanted.state?.(state) === true) return walkTo(state);
    const to = graph.offsets[state + 1] ?? 0;
    for (let edge = graph.offsets[state] ?? 0; edge < to; edge++) {
      if (!follow(edge)) continue;
      if (wanted.edge?.(edge) === true) return [...walkTo(state), edge];
      const target = graph.targets[edge] ?? 0;
      if (known.has(target)) continue;
      known.add(target);
      cameBy.set(target, { from: state, edge });
      queue.push(target);
    }
  }
  return null;
}
