import type { ComponentChildren, VNode } from "preact";

/** Where a number comes from: names and values, the values easy to select. */
export function OriginTable({
  rows,
}: {
  readonly rows: readonly (readonly [string, ComponentChildren])[];
}): VNode {
  return (
    <dl class="origin">
      {rows.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

/** A command to be copied: one click selects all of it. */
export function Command({ text }: { readonly text: string }): VNode {
  return <code class="command">{text}</code>;
}
