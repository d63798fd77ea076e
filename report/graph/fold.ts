import type { ReportGraph } from "../../src/report/document.js";

/** States that are alike in what one looks at. */
export interface FoldedState {
  readonly key: string;
  /** The values of the variables that are looked at, in their order. */
  readonly values: readonly string[];
  /** The numbers of the states, ascending. */
  readonly states: readonly number[];
  /** The properties that some of the states violate. */
  readonly violates: readonly string[];
}

/** Steps between states of two classes, by the same event. */
export interface FoldedEdge {
  readonly source: string;
  readonly target: string;
  /** The events, each once, in the order of the model. */
  readonly events: readonly string[];
}

/** A state graph in which states that look alike are one. */
export interface FoldedGraph {
  readonly states: readonly FoldedState[];
  readonly edges: readonly FoldedEdge[];
}

/** How many states a graph has. */
export function stateCount({ variables }: ReportGraph): number {
  return variables[0]?.of.length ?? 0;
}

/** Folds a graph by the variables of these names. Edges within a class are left out. */
export function fold(graph: ReportGraph, names: readonly string[]): FoldedGraph {
  const looked = graph.variables.filter(({ name }) => names.includes(name));
  const classes = new Map<string, number[]>();
  const keys: string[] = [];
  for (let state = 0; state < stateCount(graph); state++) {
    const key = looked.map(({ of }) => of[state]).join(" ");
    keys.push(key);
    classes.set(key, [...(classes.get(key) ?? []), state]);
  }
  const states = [...classes].map(([key, own]) => ({
    key,
    values: looked.map(({ values, of }) => values[of[own[0] ?? 0] ?? 0] ?? ""),
    states: own,
    violates: graph.violates
      .filter(({ states: bad }) => own.some((state) => bad.includes(state)))
      .map(({ property }) => property),
  }));
  const edges = new Map<string, { source: string; target: string; events: Set<number> }>();
  for (const [from, event, to] of graph.edges) {
    const [source, target] = [keys[from] ?? "", keys[to] ?? ""];
    if (source === target) continue;
    const key = `${source}>${target}`;
    const known = edges.get(key) ?? { source, target, events: new Set<number>() };
    known.events.add(event);
    edges.set(key, known);
  }
  return {
    states,
    edges: [...edges.values()].map(({ source, target, events }) => ({
      source,
      target,
      events: [...events].sort((a, b) => a - b).map((event) => graph.events[event] ?? ""),
    })),
  };
}

/** For each breadth-first distance from the start, how many states first appear there. */
export function levels(graph: ReportGraph): readonly number[] {
  const depth = new Map([[0, 0]]);
  const counts = [1];
  // Sources come in breadth-first order.
  for (const [from, , to] of graph.edges) {
    if (depth.has(to)) continue;
    const level = (depth.get(from) ?? 0) + 1;
    depth.set(to, level);
    counts[level] = (counts[level] ?? 0) + 1;
  }
  return counts;
}
