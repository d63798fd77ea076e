import type { FairGraph } from "./fair-graph.js";

/** Which edges of a graph are left out. */
export type Banned = (edge: number) => boolean;

/**
 * The strongly connected components of the part of `graph` that has the states of `members` and the
 * edges between them that are not banned. A state on no cycle is a component of its own: it can
 * always stutter. Tarjan's algorithm, without recursion.
 */
export function* components(
  graph: FairGraph,
  members: Iterable<number>,
  isMember: (state: number) => boolean,
  isBanned: Banned,
): Generator<readonly number[]> {
  const search = new Search(graph, isMember, isBanned);
  for (const root of members) {
    if (!search.isKnown(root)) yield* search.from(root);
  }
}

class Search {
  readonly #graph: FairGraph;
  readonly #isMember: (state: number) => boolean;
  readonly #isBanned: Banned;
  /** When each state was met, from 1; 0 for one that was not. */
  readonly #met = new Map<number, number>();
  /** The earliest state on the stack that each is known to reach. */
  readonly #low = new Map<number, number>();
  readonly #stack: number[] = [];
  readonly #onStack = new Set<number>();
  readonly #path: { readonly state: number; edge: number }[] = [];

  constructor(graph: FairGraph, isMember: (state: number) => boolean, isBanned: Banned) {
    this.#graph = graph;
    this.#isMember = isMember;
    this.#isBanned = isBanned;
  }

  isKnown(state: number): boolean {
    return this.#met.has(state);
  }

  *from(root: number): Generator<readonly number[]> {
    this.#enter(root);
    for (let top = this.#path.at(-1); top !== undefined; top = this.#path.at(-1)) {
      const { state, edge } = top;
      if (edge < (this.#graph.offsets[state + 1] ?? 0)) {
        top.edge++;
        this.#follow(state, edge);
      } else {
        this.#path.pop();
        const low = this.#low.get(state) ?? 0;
        const parent = this.#path.at(-1);
        if (parent !== undefined) this.#lower(parent.state, low);
        if (low === this.#met.get(state)) yield this.#component(state);
      }
    }
  }

  #enter(state: number): void {
    const time = this.#met.size + 1;
    this.#met.set(state, time);
    this.#low.set(state, time);
    this.#stack.push(state);
    this.#onStack.add(state);
    this.#path.push({ state, edge: this.#graph.offsets[state] ?? 0 });
  }

  #follow(state: number, edge: number): void {
    const target = this.#graph.targets[edge] ?? 0;
    if (!this.#isMember(target) || this.#isBanned(edge)) return;
    const met = this.#met.get(target);
    if (met === undefined) this.#enter(target);
    else if (this.#onStack.has(target)) this.#lower(state, met);
  }

  #lower(state: number, time: number): void {
    if (time < (this.#low.get(state) ?? 0)) this.#low.set(state, time);
  }

  /** The states above `state` on the stack, and itself. */
  #component(state: number): readonly number[] {
    const members: number[] = [];
    for (;;) {
      const member = this.#stack.pop();
      if (member === undefined) return members;
      this.#onStack.delete(member);
      members.push(member);
      if (member === state) return members;
    }
  }
}
