import type { VNode } from "preact";
import { grouped } from "../../src/machine/trace/words.js";
import type { ReportAtlas } from "../../src/report/document.js";
import { Scrollable } from "../parts/scrollable.js";
import { Length } from "./length-text.js";
import type { Surveyed } from "./surveyed.js";

/** The bare machine and each value of each axis alone, with every property. */
export function OneAxis(props: {
  readonly atlas: ReportAtlas;
  readonly machines: readonly Surveyed[];
}): VNode {
  const { atlas, machines } = props;
  const bare = machines.find(({ features }) => features.length === 0);
  return (
    <>
      <p class="muted">
        States of a shortest counterexample; ✓ where there is none; framed where the verdict is
        another one than that of the bare machine.
      </p>
      <Scrollable label="One axis at a time">
        <table class="atlas" aria-label="One axis at a time">
          <thead>
            <tr>
              <th scope="col">machine</th>
              {atlas.properties.map(({ name, meaning }) => (
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
            {machines
              .filter(({ features }) => features.length < 2)
              .map(({ features: [feature], lengths, states }) => (
                <tr key={feature ?? "bare"}>
                  <th scope="row">
                    {feature === undefined ? "bare" : (atlas.features[feature] ?? "")}
                  </th>
                  {atlas.properties.map(({ name }, index) => (
                    <td key={name}>
                      <Length length={lengths[index] ?? 0} bare={bare?.lengths[index] ?? 0} />
                    </td>
                  ))}
                  <td class="number">{grouped(states)}</td>
                </tr>
              ))}
          </tbody>
        </table>
      </Scrollable>
    </>
  );
}
