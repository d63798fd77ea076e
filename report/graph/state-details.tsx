import type { VNode } from "preact";
import type { FoldedEdge, FoldedGraph, FoldedState } from "./fold.js";
import { valueText } from "./value-text.js";

interface DetailsProps {
  readonly folded: FoldedGraph;
  readonly names: readonly string[];
  readonly selected: string;
  readonly onSelect: (key: string) => void;
}

function label(state: FoldedState | undefined, names: readonly string[]): string {
  if (state === undefined) return "";
  const values = state.values.map((value, index) => valueText(names[index] ?? "", value));
  return values.length === 0 ? "every state" : values.join("; ");
}

/** What is known of the selected box, and the ways from and to it: the picture in words. */
export function StateDetails({ folded, names, selected, onSelect }: DetailsProps): VNode | null {
  const byKey = new Map(folded.states.map((state) => [state.key, state]));
  const state = byKey.get(selected);
  if (state === undefined) return null;
  const ways = (edges: readonly FoldedEdge[], end: "source" | "target"): VNode =>
    edges.length === 0 ? (
      <p class="muted">none</p>
    ) : (
      <ul>
        {edges.map((edge) => (
          <li key={`${edge.source}>${edge.target}`}>
            <code>{edge.events.join(", ")}</code>
            <button type="button" onClick={() => onSelect(edge[end])}>
              {label(byKey.get(edge[end]), names)}
            </button>
          </li>
        ))}
      </ul>
    );
  return (
    <section class="state-details" aria-label="The selected box">
      <h2>{label(state, names)}</h2>
      <p>
        {state.states.length} {state.states.length === 1 ? "state" : "states"}
        {state.violates.length > 0 && (
          <strong class="is-wrong">
            , among them some that violate {state.violates.join(" and ")}
          </strong>
        )}
      </p>
      <h3>Steps from here</h3>
      {ways(
        folded.edges.filter(({ source }) => source === selected),
        "target",
      )}
      <h3>Steps to here</h3>
      {ways(
        folded.edges.filter(({ target }) => target === selected),
        "source",
      )}
    </section>
  );
}
