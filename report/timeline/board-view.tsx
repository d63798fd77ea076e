import type { VNode } from "preact";
import { useCallback, useMemo } from "preact/hooks";
import { machineName } from "../../src/machine/configuration/axes-text.js";
import { sizeText } from "../../src/machine/configuration/platform-text.js";
import { boardRows } from "../../src/machine/trace/board/rows.js";
import { goingOnText } from "../../src/machine/trace/table/cycle.js";
import { counted } from "../../src/machine/trace/words.js";
import type { ReportBoardTrace } from "../../src/report/document.js";
import { wholeBoardTrace } from "../../src/report/whole-trace.js";
import { usePage } from "../data/context.js";
import { hrefOf } from "../data/route.js";
import { sentence } from "../parts/texts.js";
import { BoardTable, boardText } from "./board-table.js";
import { Crumbs } from "./crumbs.js";
import { Stepper } from "./stepper.js";
import { TraceOrigin } from "./trace-origin.js";
import { useMoves } from "./use-stops.js";

/** One trace of several CPUs, stepped through. */
export function BoardView(props: {
  readonly trace: ReportBoardTrace;
  readonly step: number;
}): VNode {
  const { trace } = props;
  const { report, replace } = usePage();
  const { nmicheck } = report.document;
  const { rows, nmis } = useMemo(
    () => boardRows(wholeBoardTrace(trace, nmicheck)),
    [trace, nmicheck],
  );
  const stops = useMemo(() => [0, ...trace.events.map((_, index) => index + 1)], [trace]);
  const delivered = useMemo(
    () => trace.events.flatMap(({ event }, index) => (event === "deliver" ? [index + 1] : [])),
    [trace],
  );
  const route = useCallback(
    (step: number) => ({ view: "trace", id: trace.id, step }) as const,
    [trace.id],
  );
  const setStep = useCallback((step: number): void => replace(route(step)), [replace, route]);
  const { table, at, last, onMove } = useMoves(stops, delivered, props.step, setStep);
  const { policy, platform, property, initial } = trace;
  const goesOn = goingOnText(trace);
  const shown = rows.find(({ kind, number }) => kind === "step" && number === at);
  return (
    <>
      <Crumbs trace={trace} />
      <h1>
        {property ?? "A behaviour"} <span>under</span> {policy.name} <span>on</span>{" "}
        {machineName(trace)}
      </h1>
      <p class="lead">{sentence(trace.sentence)}</p>
      <p class="muted">
        {sizeText(platform)} · {counted(initial.cpus.length, "CPU")}, {counted(last + 1, "state")},{" "}
        {counted(last, "event")}, {counted(nmis, "NMI")}
      </p>
      <BoardTable
        rows={rows}
        cpus={initial.cpus.length}
        at={at}
        last={last}
        hrefOf={(step) => hrefOf(route(step))}
        onStop={setStep}
        table={table}
        label={`Events of ${trace.id}`}
      />
      {goesOn !== null && <p class="muted">↻ {sentence(goesOn)}</p>}
      <div class="stage-bar">
        <Stepper at={at} last={last} onMove={onMove} />
        <p role="status" class="step-text">
          {boardText(shown)}
        </p>
      </div>
      <TraceOrigin trace={trace} />
    </>
  );
}
