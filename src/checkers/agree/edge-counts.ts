/** A step between two states that have numbers. */
export interface NumberedEdge {
  readonly source: number;
  readonly action: string;
  readonly target: number;
}

/** How often an edge is in each of two graphs. */
export interface EdgeCount extends NumberedEdge {
  readonly left: number;
  readonly right: number;
}

/** The edges of two graphs over the same numbers of states, as multisets. */
export class EdgeCounts {
  readonly #edges = new Map<string, { edge: NumberedEdge; left: number; right: number }>();

  add(side: "left" | "right", edge: NumberedEdge): void {
    const key = `${edge.source} ${edge.target} ${edge.action}`;
    const known = this.#edges.get(key);
    if (known !== undefined) known[side]++;
    else this.#edges.set(key, { edge, left: 0, right: 0, [side]: 1 });
  }

  /** How many edges the graph on one side has, each as often as it is there. */
  total(side: "left" | "right"): number {
    let total = 0;
    for (const counts of this.#edges.values()) total += counts[side];
    return total;
  }

  /** The difference with the lowest source, in the order in which edges were added; null if none. */
  firstDifference(): EdgeCount | null {
    let first: EdgeCount | null = null;
    for (const { edge, left, right } of this.#edges.values()) {
      if (left === right) continue;
      if (first === null || edge.source < first.source) first = { ...edge, left, right };
    }
    return first;
  }
}
