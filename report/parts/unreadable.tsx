import type { VNode } from "preact";

/** What stands in place of a page that cannot be read, and the command that makes it again. */
export function Unreadable(props: {
  readonly what: "report" | "page";
  readonly command: string;
  readonly why: string;
}): VNode {
  const { what, command, why } = props;
  return (
    <main>
      <h1>This {what} cannot be shown</h1>
      <p>
        What it holds could not be read: {why}. The file may be cut off, or this browser too old: it
        has to be Chrome 123, Firefox 120 or Safari 17.5, or later. <code>{command}</code> makes the
        file again.
      </p>
    </main>
  );
}
