import type { VNode } from "preact";

/** `holds`, or in how many states it is violated. */
export function lengthText(length: number): string {
  return length === 0 ? "holds" : `violated in ${length}`;
}

/** A verdict in a cell: the length of a shortest counterexample, or that there is none. */
export function Length(props: {
  readonly length: number;
  /** That of the bare machine: what differs from it stands out. */
  readonly bare: number;
}): VNode {
  const { length, bare } = props;
  const kind = length === 0 ? "is-holds" : "is-violated";
  const isOther = (length === 0) !== (bare === 0);
  return (
    <span class={`verdict ${kind} ${isOther ? "is-changed" : ""}`}>
      {length === 0 ? (
        <>
          <span aria-hidden="true">✓</span>
          <span class="unseen">holds</span>
        </>
      ) : (
        length
      )}
      {isOther && <span class="unseen"> (changed)</span>}
    </span>
  );
}
