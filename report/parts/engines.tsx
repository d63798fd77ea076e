import type { VNode } from "preact";
import { counted } from "../../src/machine/trace/words.js";
import type { EngineVerdict } from "../../src/report/document.js";

const marks = { agrees: "✓", diverges: "≠", unsupported: "–", failed: "!" } as const;

/** What each engine says of a trace, in a word. */
export function EngineMarks({ engines }: { readonly engines: readonly EngineVerdict[] }): VNode {
  return (
    <span class="engine-marks">
      {engines.map(({ engine, verdict }) => (
        <span key={engine} class={`engine-mark is-${verdict}`}>
          <span aria-hidden="true">{marks[verdict]}</span> {engine}
          <span class="unseen"> {verdict}</span>
        </span>
      ))}
    </span>
  );
}

/** What each engine says of a trace, in full. */
export function EngineList({ engines }: { readonly engines: readonly EngineVerdict[] }): VNode {
  if (engines.length === 0) return <p class="muted">No engine has played it.</p>;
  return (
    <ul class="engine-list">
      {engines.map((one) => (
        <li key={one.engine}>
          <span class={`engine-mark is-${one.verdict}`}>
            <span aria-hidden="true">{marks[one.verdict]}</span> {one.verdict}
          </span>{" "}
          on <strong>{one.engine}</strong>
          {one.version !== "" && one.version !== one.engine && (
            <span class="muted"> ({one.version})</span>
          )}
          {one.nmis !== undefined && <>, {counted(one.nmis, "NMI")} compared</>}
          {one.detail !== undefined && <p>{one.detail}</p>}
          {one.imitated?.map((what) => (
            <p key={what} class="muted">
              Imitated: {what}.
            </p>
          ))}
        </li>
      ))}
    </ul>
  );
}
