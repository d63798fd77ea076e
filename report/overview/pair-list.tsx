import type { VNode } from "preact";
import type { ReportPair } from "../../src/report/document.js";
import { hrefOf } from "../data/route.js";

/** Pairs of runs that look the same to a kernel and need different answers. */
export function PairList({ pairs }: { readonly pairs: readonly ReportPair[] }): VNode {
  return (
    <ul class="pairs">
      {pairs.map(({ id, title, text, left, right }) => (
        <li key={id}>
          <a href={hrefOf({ view: "compare", left, right, row: 0 })}>{title}</a>
          <p>{text}</p>
        </li>
      ))}
    </ul>
  );
}
