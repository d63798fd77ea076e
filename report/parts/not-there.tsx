import type { VNode } from "preact";
import { everything, hrefOf } from "../data/route.js";

/** What a link names, and this report has not. */
export function NotThere({ what }: { readonly what: string }): VNode {
  return (
    <>
      <h1>Not in this report</h1>
      <p>
        The link names {what}, which this report has not.{" "}
        <a href={hrefOf({ view: "overview", filter: everything })}>See what it has</a>.
      </p>
    </>
  );
}
