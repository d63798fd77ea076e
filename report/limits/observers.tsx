import type { VNode } from "preact";
import { enumerated } from "../../src/machine/trace/words.js";
import type { ReportLimits } from "../../src/report/document.js";
import { usePage } from "../data/context.js";
import { hrefOf } from "../data/route.js";
import { Scrollable } from "../parts/scrollable.js";

type Observer = ReportLimits["observers"][number];

/** What observers of the same hardware could know when nobody claims an NMI. */
export function Observers({ observers }: { readonly observers: readonly Observer[] }): VNode {
  return (
    <>
      <p class="muted">
        The numbers count situations: the sets of states in which the machine may be when nobody has
        claimed an NMI. A report that is owed from earlier counts as right.
      </p>
      <Scrollable label="Observers">
        <table class="observers" aria-label="Observers">
          <thead>
            <tr>
              <th scope="col">sees of each NMI</th>
              <th scope="col">perfect policy</th>
              <th scope="col" class="number">
                surely unknown
              </th>
              <th scope="col" class="number">
                surely not
              </th>
              <th scope="col" class="number">
                cannot be told
              </th>
            </tr>
          </thead>
          <tbody>
            {observers.map((one) => (
              <tr key={one.observation.join()}>
                <th scope="row">{enumerated(one.sees)}</th>
                <td>
                  <Answer observer={one} />
                </td>
                <td class="number">{one.decisions.withCredit.surelyUnknown}</td>
                <td class="number">{one.decisions.withCredit.surelyNot}</td>
                <td class="number">{one.decisions.withCredit.cannotTell}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </Scrollable>
    </>
  );
}

function Answer({ observer }: { readonly observer: Observer }): VNode {
  const { report } = usePage();
  const { perfect } = observer;
  if (observer.perfectPolicy) {
    return (
      <>
        <span class="verdict is-holds">possible</span>
        {perfect !== undefined && (
          <details>
            <summary>by {perfect.looksAt}</summary>
            <ul>
              {perfect.lines.map((line) => (
                <li key={line}>{line}</li>
              ))}
            </ul>
          </details>
        )}
      </>
    );
  }
  const pair = report.document.pairs.find(({ id }) => id === observer.pair);
  if (pair === undefined) return <span class="verdict is-violated">impossible</span>;
  const { left, right } = pair;
  return (
    <a class="verdict is-violated" href={hrefOf({ view: "compare", left, right, row: 0 })}>
      impossible: a pair of {observer.pairLength} steps
    </a>
  );
}
