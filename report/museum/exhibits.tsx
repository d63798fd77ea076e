import type { VNode } from "preact";
import type { ReportMuseum } from "../../src/report/document.js";
import { Scrollable } from "../parts/scrollable.js";

/** What each policy does, remembers and asks, and where it is from. */
export function Exhibits({ museum }: { readonly museum: ReportMuseum }): VNode {
  const known = museum.policies.flatMap(({ policy, exhibit }) =>
    exhibit === null ? [] : [{ policy, exhibit }],
  );
  return (
    <Scrollable label="The policies">
      <table class="observers museum" aria-label="The policies">
        <thead>
          <tr>
            <th scope="col">policy</th>
            <th scope="col">an NMI that nobody claims</th>
            <th scope="col">remembers</th>
            <th scope="col">walk</th>
            <th scope="col">reference</th>
          </tr>
        </thead>
        <tbody>
          {known.map(({ policy, exhibit: { file, unclaimed, remembers, walk, reference } }) => (
            <tr key={policy}>
              <th scope="row">
                {policy}
                {file !== null && <code>examples/{file}</code>}
              </th>
              <td>
                <Ticked text={unclaimed} />
              </td>
              <td>{remembers}</td>
              <td>{walk}</td>
              <td>
                <Ticked text={reference ?? "–"} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </Scrollable>
  );
}

/** A text whose names of code stand in backticks. */
function Ticked({ text }: { readonly text: string }): VNode {
  return (
    <>
      {text
        .split("`")
        .map((part, index) => (index % 2 === 1 ? <code key={part}>{part}</code> : part))}
    </>
  );
}
