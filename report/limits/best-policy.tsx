import type { VNode } from "preact";
import { enumerated } from "../../src/machine/trace/words.js";
import type { ReportLimits } from "../../src/report/document.js";
import { hrefOf } from "../data/route.js";
import { Scrollable } from "../parts/scrollable.js";
import { sentence } from "../parts/texts.js";

type Best = ReportLimits["best"][number];
type Kind = Best["shown"][number]["kind"];

const differences: Readonly<Record<Kind, string>> = {
  losesLess: "swallows less that is unknown",
  losesMore: "swallows more that is unknown",
  reportsLess: "reports less spuriously",
  reportsMore: "reports more spuriously",
};

/** One best policy: its file, where the kernel decides otherwise, and what would fix that. */
export function BestPolicy(props: { readonly best: Best; readonly limits: ReportLimits }): VNode {
  const { best, limits } = props;
  const { says, policyText, states, isSmallest, shown, platforms, amendment, differsAfter } = best;
  return (
    <section class="best-policy" aria-label={sentence(says)}>
      <h3>{sentence(says)}</h3>
      {policyText === null ? (
        <p>It needs more than a policy file can see.</p>
      ) : (
        <details>
          <summary>
            The policy, {states === 1 ? "one state" : `${states} states`}
            {isSmallest && ", and no machine with fewer decides alike"}
          </summary>
          <Scrollable label="The policy as TypeScript">
            <pre>
              <code>{policyText}</code>
            </pre>
          </Scrollable>
        </details>
      )}
      {differsAfter === null ? (
        <p>{limits.kernel} decides alike.</p>
      ) : (
        <>
          <p>{limits.kernel} decides otherwise, first at the last of these NMIs:</p>
          <ol class="seen">
            {differsAfter.map((seen, index) => (
              <li key={`${index} ${seen}`}>{seen}</li>
            ))}
          </ol>
        </>
      )}
      {shown.length > 0 && (
        <ul>
          {shown.map(({ kind, length, trace }) => (
            <li key={kind}>
              It {differences[kind]}:{" "}
              <a href={hrefOf({ view: "trace", id: trace, step: length - 1 })}>
                a run of {length} states, as {limits.kernel} has it
              </a>
            </li>
          ))}
        </ul>
      )}
      {amendment !== null && amendment.length > 0 && (
        <p>
          The fewest known changes of <code>nmi.c</code> that decide so: {enumerated(amendment)}.
        </p>
      )}
      {amendment === null && policyText !== null && (
        <p>
          No known change of <code>nmi.c</code> decides so.
        </p>
      )}
      {platforms.length > 0 && <Standings best={best} kernel={limits.kernel} />}
    </section>
  );
}

function Standings({ best, kernel }: { readonly best: Best; readonly kernel: string }): VNode {
  const texts = (shown: Best["platforms"][number]["gains"]): string =>
    shown.length === 0 ? "–" : enumerated(shown.map(({ kind }) => differences[kind]));
  return (
    <Scrollable label={`Beside ${kernel}: ${best.promise}`}>
      <table class="observers">
        <caption>Beside {kernel}, on each platform</caption>
        <thead>
          <tr>
            <th scope="col">platform</th>
            <th scope="col">gains</th>
            <th scope="col">costs</th>
          </tr>
        </thead>
        <tbody>
          {best.platforms.map(({ platform, gains, costs }) => (
            <tr key={platform}>
              <th scope="row">{platform}</th>
              <td>{texts(gains)}</td>
              <td>{texts(costs)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Scrollable>
  );
}
