import type { VNode } from "preact";
import { useState } from "preact/hooks";
import { machineName } from "../../src/machine/configuration/axes-text.js";
import type { ReportCpuTrace } from "../../src/report/document.js";
import { usePage } from "../data/context.js";

/** What a trace is called in a list of all of them. */
export function traceName(trace: ReportCpuTrace): string {
  const { id, policy, property, from } = trace;
  const cause = /-(\d+)$/.exec(id)?.[1];
  const which = from === "check" ? "shortest" : from === "find" ? `cause ${cause}` : id;
  return `${policy.name}, ${machineName(trace)}, ${property ?? "a behaviour"}: ${which}`;
}

/** Puts another trace beside this one; those of several CPUs have no place there. */
export function CompareWith({ trace }: { readonly trace: ReportCpuTrace }): VNode | null {
  const { report, go } = usePage();
  const [right, setRight] = useState("");
  const others = report.document.traces.flatMap((other) =>
    other.kind === "board" || other === trace ? [] : [other],
  );
  if (others.length === 0) return null;
  const properties = [...new Set(others.map(({ property }) => property ?? "other"))];
  return (
    <form
      class="compare-with"
      onSubmit={(event) => {
        event.preventDefault();
        if (right !== "") go({ view: "compare", left: trace.id, right, row: 0 });
      }}
    >
      <label>
        Put beside it{" "}
        <select value={right} onChange={(event) => setRight(event.currentTarget.value)}>
          <option value="">another run …</option>
          {properties.map((property) => (
            <optgroup key={property} label={property}>
              {others
                .filter((other) => (other.property ?? "other") === property)
                .map((other) => (
                  <option key={other.id} value={other.id}>
                    {traceName(other)}
                  </option>
                ))}
            </optgroup>
          ))}
        </select>
      </label>
      <button type="submit" disabled={right === ""}>
        Compare
      </button>
    </form>
  );
}
