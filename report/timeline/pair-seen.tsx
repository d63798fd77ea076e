import type { VNode } from "preact";
import type { ReportPair } from "../../src/report/document.js";
import { Command } from "../parts/origin-table.js";

/** All that the observer of a pair sees, which is the same in both runs, and where that comes from. */
export function PairSeen({ pair }: { readonly pair: ReportPair }): VNode {
  return (
    <>
      <p>Its observer sees in both, NMI by NMI:</p>
      <ol class="seen">
        {pair.seen.map((text, index) => (
          <li key={`${index} ${text}`}>{text}</li>
        ))}
      </ol>
      <p class="muted">
        <Command text={pair.command} />
      </p>
    </>
  );
}
