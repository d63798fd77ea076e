/** A node of a search that knows the one it was first reached from, and by what; both null at the start. */
export interface Trail<Node> {
  readonly parent: Node | null;
  readonly last: unknown;
}

/** One step of a search: from a node to the next, and by what. */
export interface Taken<Node extends Trail<Node>> {
  readonly from: Node;
  readonly by: NonNullable<Node["last"]>;
  readonly to: Node;
}

/** The steps by which a search has come to a node, from its start on. */
export function stepsTo<Node extends Trail<Node>>(end: Node): readonly Taken<Node>[] {
  const steps: Taken<Node>[] = [];
  for (let to = end; to.parent !== null; to = to.parent) {
    const { last } = to;
    if (last === null || last === undefined) throw new Error("a step that nothing has taken");
    steps.push({ from: to.parent, by: last, to });
  }
  return steps.reverse();
}
