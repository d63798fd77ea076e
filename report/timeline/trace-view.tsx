import type { VNode } from "preact";
import { useCallback, useMemo } from "preact/hooks";
import { machineName } from "../../src/machine/configuration/axes-text.js";
import { sizeText } from "../../src/machine/configuration/platform-text.js";
import { counted } from "../../src/machine/trace/words.js";
import type { ReportCpuTrace } from "../../src/report/document.js";
import { usePage } from "../data/context.js";
import { hrefOf } from "../data/route.js";
import { sentence } from "../parts/texts.js";
import { byItself } from "./align.js";
import { CompareWith } from "./compare-with.js";
import { Crumbs } from "./crumbs.js";
import { PlayOn } from "./play-on.js";
import { rowText } from "./row-text.js";
import { rowsOf, type Snapshot } from "./rows.js";
import { StatePanel } from "./state-panel.js";
import { Stepper } from "./stepper.js";
import { Timeline } from "./timeline.js";
import { TraceOrigin } from "./trace-origin.js";
import { useStops } from "./use-stops.js";
import { useWidth } from "./use-width.js";

/** One trace, stepped through. */
export function TraceView(props: { readonly trace: ReportCpuTrace; readonly step: number }): VNode {
  const { trace } = props;
  const { report, replace } = usePage();
  const hasSide = useWidth(1056);
  const story = report.story(trace);
  const stories = useMemo(() => [story], [story]);
  const rows = useMemo(() => byItself(rowsOf(story)), [story]);
  const setStep = useCallback(
    (next: number): void => replace({ view: "trace", id: trace.id, step: next }),
    [replace, trace.id],
  );
  const link = useCallback(
    (to: number): string => hrefOf({ view: "trace", id: trace.id, step: to }),
    [trace.id],
  );
  const { table, at: step, last, row: shown, onMove } = useStops(rows, props.step, setStep);
  const row = shown?.sides[0] ?? undefined;
  const { policy, platform, property } = trace;
  return (
    <>
      <Crumbs trace={trace} />
      <h1>
        {property ?? "A behaviour"} <span>under</span> {policy.name} <span>on</span>{" "}
        {machineName(trace)}
      </h1>
      <p class="lead">{sentence(report.sentence(trace))}</p>
      <p class="muted">
        {sizeText(platform)} · {counted(last + 1, "state")}, {counted(last, "event")},{" "}
        {counted(story.nmis.length, "NMI")}
      </p>
      <CompareWith trace={trace} />
      <PlayOn story={story} step={step} />
      <div class="stage">
        <div class="stage-main">
          <Timeline
            stories={stories}
            rows={rows}
            at={step}
            hrefOf={link}
            onStop={setStep}
            table={table}
            label={`Timeline of ${trace.id}`}
          />
        </div>
        <aside class="stage-side" aria-label="State and steps">
          <div class="stage-controls">
            <Stepper at={step} last={last} onMove={onMove} />
            <p class="step-text" role="status">
              {row === undefined ? "" : rowText(row)}
            </p>
          </div>
          <details open={hasSide} class="stage-state">
            <summary>State after step {step}</summary>
            <StatePanel {...around(row)} label={`State after step ${step}`} />
          </details>
          <p class="keys muted">
            <kbd>←</kbd> <kbd>→</kbd> step, <kbd>[</kbd> <kbd>]</kbd> NMI, <kbd>Home</kbd>{" "}
            <kbd>End</kbd>
          </p>
        </aside>
      </div>
      <TraceOrigin trace={trace} />
    </>
  );
}

function around(row: { readonly before: Snapshot; readonly after: Snapshot } | undefined): {
  readonly before: Snapshot;
  readonly after: Snapshot;
} {
  if (row === undefined) throw new Error("a timeline has at least its start");
  return { before: row.before, after: row.after };
}
