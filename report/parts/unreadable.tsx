import type { VNode } from "preact";

/** What stands in place of a report that cannot be read. */
export function Unreadable({ why }: { readonly why: string }): VNode {
  return (
    <main>
      <h1>This report cannot be shown</h1>
      <p>
        What it holds could not be read: {why}. The file may be cut off, or this browser too old: it
        has to be Chrome 123, Firefox 120 or Safari 17.5, or later. <code>nmicheck report</code>{" "}
        makes the file again, and <code>nmicheck report --json</code> prints what it is made of.
      </p>
    </main>
  );
}
