import type { VNode } from "preact";
import { counted } from "../../src/machine/trace/words.js";
import type { ReportPair } from "../../src/report/document.js";
import { usePage } from "../data/context.js";
import { hrefOf } from "../data/route.js";

/** Pairs of runs that look the same to a kernel and need different answers. */
export function PairList({ pairs }: { readonly pairs: readonly ReportPair[] }): VNode {
  const { report } = usePage();
  const steps = (id: string): number => report.trace(id)?.events.length ?? 0;
  return (
    <>
      <p>
        In each pair a kernel that forgets nothing sees the same of both runs. The last NMI of the
        first has an unknown edge in it and must be reported; that of the second has none, and a
        report would be spurious. No two shorter runs are so.
      </p>
      <ul class="pairs">
        {pairs.map(({ id, title, left, right }) => (
          <li key={id}>
            <a href={hrefOf({ view: "compare", left, right, row: 0 })}>{title}</a>
            <span>{counted(steps(left) + steps(right), "step")} in both</span>
          </li>
        ))}
      </ul>
    </>
  );
}
