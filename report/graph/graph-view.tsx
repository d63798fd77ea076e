import type { VNode } from "preact";
import { useMemo, useState } from "preact/hooks";
import { axesText } from "../../src/machine/configuration/axes-text.js";
import { sizeText } from "../../src/machine/configuration/platform-text.js";
import { grouped } from "../../src/machine/trace/words.js";
import type { ReportGraph } from "../../src/report/document.js";
import { LevelChart } from "../charts/level-chart.js";
import { usePage } from "../data/context.js";
import { hrefOf } from "../data/route.js";
import { NotThere } from "../parts/not-there.js";
import { Command } from "../parts/origin-table.js";
import { Drawing } from "./drawing.js";
import { type FoldedGraph, fold, levels, stateCount } from "./fold.js";
import { StateDetails } from "./state-details.js";
import { variableNames } from "./value-text.js";

/** A picture of more boxes shows nothing. */
const MOST_BOXES = 80;

const FOLDED_BY_DEFAULT = ["position", "latched", "latchCarriesUnknown", "policyMemory"];

/** The state graphs of the report. */
export function GraphView({ id }: { readonly id: string | null }): VNode {
  const { report, go } = usePage();
  const { graphs } = report.document;
  const graph = id === null ? graphs[0] : graphs.find((one) => one.id === id);
  if (graph === undefined) {
    return id === null ? (
      <>
        <h1>State graph</h1>
        <p>No configuration of this report has one CPU and is small enough to be drawn.</p>
      </>
    ) : (
      <NotThere what={`a graph ${id}`} />
    );
  }
  return (
    <>
      <h1>
        State graph <span>of</span> {graph.policy}
      </h1>
      <p class="muted">{aboutText(graph)}</p>
      {graphs.length > 1 && (
        <p class="graph-choice">
          {graphs.map((one) => (
            <a
              key={one.id}
              class="button"
              href={hrefOf({ view: "graph", id: one.id })}
              {...(one === graph ? { "aria-current": "page" as const } : {})}
              onClick={() => go({ view: "graph", id: one.id })}
            >
              {one.policy}
            </a>
          ))}
        </p>
      )}
      <FoldedView key={graph.id} graph={graph} />
      <section aria-labelledby="levels">
        <h2 id="levels">States by their distance from the start</h2>
        <LevelChart counts={levels(graph)} />
      </section>
      <section aria-labelledby="origin">
        <h2 id="origin">Where this comes from</h2>
        <p>
          <Command text={graph.command} /> counts the same states. Model {graph.model.name}.tla,
          SHA-256 <code class="hash">{graph.model.sha256}</code>.
        </p>
      </section>
    </>
  );
}

function aboutText(graph: ReportGraph): string {
  const { chain, rips } = graph.platform;
  const { axes } = graph;
  const machine = `${graph.platform.name} platform${axes === undefined ? "" : ` with ${axesText(axes)}`}`;
  return `${machine}, ${sizeText({ chain, rips })} · ${grouped(stateCount(graph))} states, ${grouped(graph.edges.length)} steps`;
}

function FoldedView({ graph }: { readonly graph: ReportGraph }): VNode {
  const known = graph.variables.map(({ name }) => name);
  const [looked, setLooked] = useState<readonly string[]>(
    known.filter((name) => FOLDED_BY_DEFAULT.includes(name)),
  );
  const [selected, setSelected] = useState<string | null>(null);
  const folded = useMemo(() => fold(graph, looked), [graph, looked]);
  const toggle = (name: string): void => {
    setSelected(null);
    setLooked(
      looked.includes(name)
        ? looked.filter((other) => other !== name)
        : known.filter((other) => other === name || looked.includes(other)),
    );
  };
  const first = folded.states[0]?.key ?? "";
  return (
    <>
      <fieldset class="looked-at">
        <legend>States that are alike in these are one box</legend>
        {graph.variables
          .filter(({ values }) => values.length > 1)
          .map(({ name }) => (
            <label key={name}>
              <input
                type="checkbox"
                name={name}
                checked={looked.includes(name)}
                onChange={() => toggle(name)}
              />{" "}
              {variableNames[name] ?? name}
            </label>
          ))}
      </fieldset>
      <p role="status" class="muted">
        {folded.states.length} {folded.states.length === 1 ? "box" : "boxes"}, {folded.edges.length}{" "}
        lines.
      </p>
      <Folded
        graph={graph}
        folded={folded}
        looked={looked}
        selected={selected ?? first}
        onSelect={setSelected}
      />
    </>
  );
}

function Folded(props: {
  readonly graph: ReportGraph;
  readonly folded: FoldedGraph;
  readonly looked: readonly string[];
  readonly selected: string;
  readonly onSelect: (key: string) => void;
}): VNode {
  const { graph, folded, looked, selected, onSelect } = props;
  const names = graph.variables.map(({ name }) => name).filter((name) => looked.includes(name));
  const isDrawn = folded.states.length <= MOST_BOXES;
  return (
    <div class="graph">
      {isDrawn ? (
        <Drawing folded={folded} names={names} selected={selected} onSelect={onSelect} />
      ) : (
        <p class="note">
          {folded.states.length} boxes are too many for a picture: look at fewer variables. Beside
          it one can still walk from state to state.
        </p>
      )}
      <StateDetails folded={folded} names={names} selected={selected} onSelect={onSelect} />
    </div>
  );
}
