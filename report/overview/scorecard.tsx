import type { VNode } from "preact";
import { machineName } from "../../src/machine/configuration/axes-text.js";
import { grouped } from "../../src/machine/trace/words.js";
import type { ReportVerdict } from "../../src/report/document.js";
import { usePage } from "../data/context.js";
import { hrefOf } from "../data/route.js";
import { Scrollable } from "../parts/scrollable.js";
import { verdictMark, verdictText } from "./verdict-text.js";

interface Row {
  readonly key: string;
  readonly verdicts: readonly ReportVerdict[];
}

/** The verdicts of one policy on one machine are a row. */
function rowsOf(verdicts: readonly ReportVerdict[]): readonly Row[] {
  const rows = new Map<string, ReportVerdict[]>();
  for (const verdict of verdicts) {
    const { name, chain, rips } = verdict.platform;
    const key = JSON.stringify([
      ...[verdict.policy, verdict.model.sha256, name],
      ...[chain, rips, verdict.axes],
    ]);
    rows.set(key, [...(rows.get(key) ?? []), verdict]);
  }
  return [...rows].map(([key, own]) => ({ key, verdicts: own }));
}

/** What is the same in all rows of a policy: with axes its model is another one on each machine. */
function ownerOf({ policy, model, axes }: ReportVerdict): string {
  return axes === undefined ? policy + model.sha256 : policy;
}

/** A verdict as a link to where it comes from; a verdict of another filter is left blank. */
function Cell({ verdict }: { readonly verdict: ReportVerdict | undefined }): VNode {
  const { report } = usePage();
  if (verdict === undefined) return <td />;
  const number = report.document.verdicts.indexOf(verdict) + 1;
  return (
    <td>
      <a class={`verdict is-${verdict.verdict}`} href={hrefOf({ view: "verdict", number })}>
        <span class="verdict-mark" aria-hidden="true">
          {verdictMark(verdict)}
        </span>
        {verdictText(report, verdict)}
        {verdict.asRecorded === false && <strong> (not as recorded)</strong>}
      </a>
    </td>
  );
}

/** A row for each policy and machine, a column for each property. */
export function Scorecard({ verdicts }: { readonly verdicts: readonly ReportVerdict[] }): VNode {
  const { report } = usePage();
  const properties = report.document.properties.filter(({ name }) =>
    verdicts.some(({ property }) => property === name),
  );
  if (verdicts.length === 0) return <p class="muted">No verdict is as the filter says.</p>;
  let policy = "";
  return (
    <Scrollable label="Scorecard">
      <table class="scorecard" aria-label="Scorecard">
        <thead>
          <tr>
            <th scope="col">policy</th>
            <th scope="col">platform</th>
            {properties.map(({ name, meaning }) => (
              <th key={name} scope="col" title={meaning}>
                {name}
              </th>
            ))}
            <th scope="col" class="number">
              states
            </th>
          </tr>
        </thead>
        <tbody>
          {rowsOf(verdicts).map(({ key, verdicts: own }) => {
            const [first] = own;
            const isNew = first !== undefined && ownerOf(first) !== policy;
            policy = first === undefined ? "" : ownerOf(first);
            return (
              <tr key={key} class={isNew ? "is-new" : ""}>
                <th scope="row">
                  <span class={isNew ? "" : "is-again"}>{first?.policy}</span>
                </th>
                <td>{first === undefined ? "" : machineName(first)}</td>
                {properties.map(({ name }) => (
                  <Cell key={name} verdict={own.find(({ property }) => property === name)} />
                ))}
                <td class="number">
                  {grouped(Math.max(...own.map(({ states }) => states.distinct)))}
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </Scrollable>
  );
}
