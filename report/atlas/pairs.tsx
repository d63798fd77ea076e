import type { VNode } from "preact";
import { useMemo } from "preact/hooks";
import type { ReportAtlas } from "../../src/report/document.js";
import { Scrollable } from "../parts/scrollable.js";
import { Length } from "./length-text.js";
import type { Surveyed } from "./surveyed.js";

/** The lengths of one property by the features of the machine. */
function lengthsOf(machines: readonly Surveyed[], index: number): ReadonlyMap<string, number> {
  return new Map(
    machines.map(({ features, lengths }) => [
      [...features].sort((left, right) => left - right).join(),
      lengths[index] ?? 0,
    ]),
  );
}

/** One property on each two values of different axes; on the diagonal each value alone. */
export function Pairs(props: {
  readonly atlas: ReportAtlas;
  readonly machines: readonly Surveyed[];
  readonly property: string;
}): VNode {
  const { atlas, machines, property } = props;
  const index = atlas.properties.findIndex(({ name }) => name === property);
  const lengths = useMemo(() => lengthsOf(machines, index), [machines, index]);
  const bare = lengths.get("") ?? 0;
  return (
    <>
      <p class="muted">
        States of a shortest counterexample of {property}; ✓ where there is none; framed where the
        verdict is another one than that of the bare machine. Two values of one axis do not meet.
      </p>
      <Scrollable label="Two axes at a time">
        <table class="atlas atlas-pairs" aria-label="Two axes at a time">
          <thead>
            <tr>
              <td />
              {atlas.features.map((name) => (
                <th key={name} scope="col">
                  <span>{name}</span>
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {atlas.features.map((name, row) => (
              <tr key={name}>
                <th scope="row">{name}</th>
                {atlas.features.map((other, column) => {
                  const key = row === column ? String(row) : keyOf(row, column);
                  const length = lengths.get(key);
                  return (
                    <td key={other} class={row === column ? "is-alone" : ""}>
                      {length === undefined ? null : <Length length={length} bare={bare} />}
                    </td>
                  );
                })}
              </tr>
            ))}
          </tbody>
        </table>
      </Scrollable>
    </>
  );
}

function keyOf(row: number, column: number): string {
  return row < column ? `${row},${column}` : `${column},${row}`;
}
