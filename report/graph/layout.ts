import { Graph, layout } from "@dagrejs/dagre";
import type { FoldedGraph } from "./fold.js";

/** A point in pixels. */
export interface Point {
  readonly x: number;
  readonly y: number;
}

/** Where the boxes and the lines of a graph stand. */
export interface Layout {
  readonly width: number;
  readonly height: number;
  /** The middle of each box, by the key of its states. */
  readonly boxes: ReadonlyMap<string, Point & { readonly height: number }>;
  /** The points of each line, in the order of the edges. */
  readonly lines: readonly (readonly Point[])[];
}

export const BOX_WIDTH = 164;
const LINE_HEIGHT = 15;
const PADDING = 12;

/** Lays a folded graph out from above to below. */
export function layOut({ states, edges }: FoldedGraph): Layout {
  const graph = new Graph({ multigraph: true });
  graph.setGraph({ rankdir: "TB", nodesep: 22, ranksep: 46, marginx: 12, marginy: 12 });
  graph.setDefaultEdgeLabel(() => ({}));
  for (const { key, values } of states) {
    graph.setNode(key, { width: BOX_WIDTH, height: (values.length + 1) * LINE_HEIGHT + PADDING });
  }
  edges.forEach(({ source, target }, index) => {
    graph.setEdge(source, target, {}, String(index));
  });
  layout(graph);
  const { width = 0, height = 0 } = graph.graph();
  return {
    width,
    height,
    boxes: new Map(
      states.map(({ key }) => {
        const { x, y, height: own } = graph.node(key);
        return [key, { x, y, height: own }];
      }),
    ),
    lines: edges.map(
      ({ source, target }, index) => graph.edge(source, target, String(index)).points ?? [],
    ),
  };
}

/** A smooth line through the points. */
export function smoothPath(points: readonly Point[]): string {
  const [first, ...rest] = points;
  if (first === undefined) return "";
  const parts = [`M ${first.x} ${first.y}`];
  rest.forEach((point, index) => {
    const next = rest[index + 1];
    if (next === undefined) {
      parts.push(`L ${point.x} ${point.y}`);
      return;
    }
    const [x, y] = [(point.x + next.x) / 2, (point.y + next.y) / 2];
    parts.push(`Q ${point.x} ${point.y} ${x} ${y}`);
  });
  return parts.join(" ");
}
