import type { VNode } from "preact";
import { enumerated } from "../../src/machine/trace/words.js";
import type { ReportAtlas } from "../../src/report/document.js";
import { lengthText } from "./length-text.js";

type Conclusion = ReportAtlas["conclusions"][number];
type Change = Conclusion["changes"][number];

/** The smallest sets of axes with another verdict than the bare machine. */
export function SmallestSets({ conclusion }: { readonly conclusion: Conclusion }): VNode {
  const { length, changes, shorter } = conclusion;
  const verb = length === 0 ? "broken" : "fixed";
  return (
    <>
      <p>
        On the bare machine it {length === 0 ? "holds" : `is ${lengthText(length)} states`}.{" "}
        {changes.length === 0
          ? `No axis, and no two, ${length === 0 ? "break" : "fix"} it.`
          : `It is ${verb} by these sets of axes; none contains another one of them.`}
      </p>
      {changes.length > 0 && (
        <ul class="sets">
          {changes.map((change) => (
            <li key={change.features.join()}>
              <AxisSet change={change} />
            </li>
          ))}
        </ul>
      )}
      {shorter !== undefined && (
        <p>
          The shortest way to violate it: <AxisSet change={shorter} />
        </p>
      )}
    </>
  );
}

function AxisSet({ change }: { readonly change: Change }): VNode {
  const { features, length, events } = change;
  return (
    <>
      <strong>{enumerated(features)}</strong>
      {length > 0 && (
        <>
          {": "}
          {length} states, <code>{events.join(" ")}</code>
        </>
      )}
    </>
  );
}
