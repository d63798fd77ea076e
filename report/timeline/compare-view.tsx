import type { VNode } from "preact";
import { useCallback, useMemo } from "preact/hooks";
import type { ReportCpuTrace } from "../../src/report/document.js";
import { usePage } from "../data/context.js";
import { everything, hrefOf } from "../data/route.js";
import { EngineMarks } from "../parts/engines.js";
import { sentence } from "../parts/texts.js";
import { besideEachOther } from "./align.js";
import { traceName } from "./compare-with.js";
import { Observations } from "./observations.js";
import { PairSeen } from "./pair-seen.js";
import { rowText } from "./row-text.js";
import { rowsOf } from "./rows.js";
import { Stepper } from "./stepper.js";
import { Timeline } from "./timeline.js";
import { useStops } from "./use-stops.js";

interface CompareProps {
  readonly left: ReportCpuTrace;
  readonly right: ReportCpuTrace;
  readonly row: number;
}

/** Two traces beside each other, stepped through together. */
export function CompareView({ left, right, row: asked }: CompareProps): VNode {
  const { report, replace } = usePage();
  const stories = useMemo(() => [report.story(left), report.story(right)], [report, left, right]);
  const [one, other] = [report.story(left), report.story(right)];
  const rows = useMemo(() => besideEachOther(rowsOf(one), rowsOf(other)), [one, other]);
  const route = useCallback(
    (row: number) => ({ view: "compare", left: left.id, right: right.id, row }) as const,
    [left.id, right.id],
  );
  const setStop = useCallback((row: number): void => replace(route(row)), [replace, route]);
  const link = useCallback((row: number): string => hrefOf(route(row)), [route]);
  const { table, at, last, row, onMove } = useStops(rows, asked, setStop);
  const pair = report.document.pairs.find(
    (known) => known.left === left.id && known.right === right.id,
  );
  const sideName = (trace: ReportCpuTrace): string => {
    if (pair === undefined) return traceName(trace);
    return trace === left ? "Must be reported" : "Must be swallowed";
  };
  return (
    <>
      <p class="crumbs">
        <a href={hrefOf({ view: "overview", filter: everything })}>Verdicts</a>
      </p>
      <h1>
        {pair === undefined
          ? "Two runs beside each other"
          : "Two runs that no kernel can tell apart"}
      </h1>
      {pair !== undefined && (
        <>
          <p>{pair.text}</p>
          <p class="muted">{sentence(pair.title)}</p>
        </>
      )}
      <Observations left={one} right={other} />
      {pair !== undefined && <PairSeen pair={pair} />}
      <div class="sides">
        {[left, right].map((trace) => (
          <section key={trace.id} aria-label={trace === left ? "Left" : "Right"}>
            <h2>
              <a href={hrefOf({ view: "trace", id: trace.id, step: 0 })}>{sideName(trace)}</a>
            </h2>
            <p>{sentence(report.sentence(trace))}</p>
            <p>
              <EngineMarks engines={trace.engines} />
            </p>
          </section>
        ))}
      </div>
      <Timeline
        stories={stories}
        rows={rows}
        at={at}
        hrefOf={link}
        onStop={setStop}
        table={table}
        label="Both timelines"
      />
      <div class="stage-bar">
        <Stepper at={at} last={last} onMove={onMove} />
        <div role="status" class="step-texts">
          {row?.sides.map((side, index) => (
            <p key={index === 0 ? "left" : "right"}>
              <span class="unseen">{index === 0 ? "left: " : "right: "}</span>
              {rowText(side)}
            </p>
          ))}
        </div>
      </div>
    </>
  );
}
