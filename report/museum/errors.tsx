import type { VNode } from "preact";
import { enumerated } from "../../src/machine/trace/words.js";
import type { ReportMuseum } from "../../src/report/document.js";
import { type Cost, hrefOf } from "../data/route.js";
import { verdictMark } from "../overview/verdict-text.js";
import { Scrollable } from "../parts/scrollable.js";

type Machine = ReportMuseum["machines"][number];
type Cell = Machine["rows"][number][number];

/** The verdicts of one machine, a row for each policy, and who beats it there. */
export function Errors(props: {
  readonly museum: ReportMuseum;
  readonly machine: Machine;
  readonly cost: Cost;
}): VNode {
  const { museum, machine, cost } = props;
  const { groups, beaten } = machine.best[cost];
  const nameOf = (place: number): string => museum.policies[place]?.policy ?? "";
  const standing = (place: number): string => {
    const by = beaten.find(({ policy }) => policy === place)?.by;
    if (by !== undefined) return `behind ${enumerated(by.map(nameOf))}`;
    return groups.flat().includes(place) ? "best" : "not compared";
  };
  return (
    <>
      <p class="muted">
        States of a shortest counterexample, which can be stepped through; ✓ where there is none.
        The columns marked − are about real NMIs that are lost, those marked + about reports of NMIs
        that were none.
      </p>
      <Scrollable label="Who errs how">
        <table class="atlas museum" aria-label="Who errs how">
          <thead>
            <tr>
              <th scope="col">policy</th>
              {museum.properties.map(({ name, meaning, error }) => (
                <th key={name} scope="col" title={meaning}>
                  <span aria-hidden="true">{error === "lost" ? "− " : "+ "}</span>
                  {name}
                </th>
              ))}
              <th scope="col">standing</th>
            </tr>
          </thead>
          <tbody>
            {machine.rows.map((cells, place) => (
              <tr key={nameOf(place)} class={standing(place) === "best" ? "is-best" : ""}>
                <th scope="row">{nameOf(place)}</th>
                {museum.properties.map(({ name }) => (
                  <td key={name}>
                    <Verdict cell={cells.find(({ property }) => property === name)} />
                  </td>
                ))}
                <td>{standing(place)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </Scrollable>
    </>
  );
}

/** A verdict as a link to its counterexample, else to where it comes from. */
function Verdict({ cell }: { readonly cell: Cell | undefined }): VNode | null {
  if (cell === undefined) return null;
  const { verdict, length, place, trace } = cell;
  const text = length === undefined ? verdict : String(length);
  const href =
    trace !== undefined
      ? hrefOf({ view: "trace", id: trace, step: 0 })
      : place !== undefined
        ? hrefOf({ view: "verdict", number: place })
        : undefined;
  const shown =
    verdict === "holds" ? (
      <>
        <span aria-hidden="true">{verdictMark(cell)}</span>
        <span class="unseen">holds</span>
      </>
    ) : (
      <>
        <span class="unseen">{length === undefined ? "" : "violated in "}</span>
        {text}
      </>
    );
  const kind = `verdict is-${verdict}`;
  return href === undefined ? (
    <span class={kind}>{shown}</span>
  ) : (
    <a class={kind} href={href}>
      {shown}
    </a>
  );
}
