import type { RefObject, VNode } from "preact";
import { memo } from "preact/compat";
import { useEffect, useMemo, useRef } from "preact/hooks";
import type { TraceState } from "../../src/trace/schema.js";
import type { Story } from "../../src/trace/story.js";
import { type LaneHead, type Lanes, lanesFor } from "./lanes.js";
import { Picture } from "./picture.js";
import { pictureText, rowText } from "./row-text.js";
import { rowsOf, stepOf, type TimelineRow } from "./rows.js";
import { useWidth } from "./use-width.js";
import { useVirtualRows } from "./virtual-rows.js";

/** Pixels of a row: in narrow windows texts need a second line. */
function heightOf(row: TimelineRow, isRoomy: boolean): number {
  switch (row.kind) {
    case "block":
      return isRoomy ? 56 : 64;
    case "ending":
      return isRoomy ? 44 : 56;
    default:
      return isRoomy ? 32 : 42;
  }
}

export interface TimelineProps {
  readonly story: Story;
  readonly step: number;
  readonly hrefOf: (step: number) => string;
  readonly onStep: (step: number) => void;
  readonly table: RefObject<HTMLTableElement | null>;
  readonly label: string;
}

/** A trace from above to below: a table whose rows are also pictures. */
export function Timeline({ story, step, hrefOf, onStep, table, label }: TimelineProps): VNode {
  const isRoomy = useWidth(820);
  const rows = useMemo(() => rowsOf(story), [story]);
  const lanes = useMemo(() => lanesFor(story.trace, isRoomy), [story, isRoomy]);
  const heights = useMemo(() => rows.map((row) => heightOf(row, isRoomy)), [rows, isRoomy]);
  const body = useRef<HTMLTableSectionElement>(null);
  const virtual = useVirtualRows(body, heights, { top: 90, bottom: isRoomy ? 24 : 120 });
  const selected = rows.findIndex((row) => stepOf(row) === step);
  const { scrollTo } = virtual;
  const shown = useRef(-1);
  useEffect(() => {
    if (shown.current === selected) return;
    // A link to the start shows the head of the page.
    if (shown.current !== -1 || step > 0) scrollTo(selected);
    shown.current = selected;
  });
  const cells = (index: number, top: number | null): VNode | null => {
    const row = rows[index];
    if (row === undefined) return null;
    const own = stepOf(row);
    return (
      <Row
        key={index}
        row={row}
        number={index + 2}
        lanes={lanes}
        initial={story.trace.initial}
        height={heights[index] ?? 0}
        top={top}
        isSelected={index === selected}
        isAhead={index > selected}
        href={own === null ? null : hrefOf(own)}
        onStep={onStep}
      />
    );
  };
  return (
    <table class="timeline" aria-label={label} aria-rowcount={rows.length + 1} ref={table}>
      <thead>
        <tr aria-rowindex={1}>
          <th scope="col" class="row-number">
            #
          </th>
          <th scope="col" class="lane-heads">
            <LaneHeads lanes={lanes} />
          </th>
          <th scope="col" class="row-text">
            What happens
          </th>
        </tr>
      </thead>
      {virtual.isWhole ? (
        <tbody ref={body}>{rows.map((_, index) => cells(index, null))}</tbody>
      ) : (
        <tbody class="is-virtual" ref={body} style={{ height: `${virtual.height}px` }}>
          {virtual.items.map(({ index, start }) => cells(index, start - virtual.margin))}
        </tbody>
      )}
    </table>
  );
}

function LaneHeads({ lanes }: { readonly lanes: Lanes }): VNode {
  const place = ({ from, to }: LaneHead): { width: string } => ({ width: `${to - from}px` });
  return (
    <span class="lane-names" style={{ width: `${lanes.width}px` }}>
      {lanes.heads.map((head) => (
        <span key={head.name} style={place(head)} title={head.name}>
          {lanes.hasWords ? (
            head.name
          ) : (
            <>
              <span aria-hidden="true">{head.short}</span>
              <span class="unseen">{head.name} </span>
            </>
          )}
        </span>
      ))}
    </span>
  );
}

interface RowProps {
  readonly row: TimelineRow;
  /** Its place in the table, counted from 1; the heads are the first row. */
  readonly number: number;
  readonly lanes: Lanes;
  readonly initial: TraceState;
  readonly height: number;
  /** Pixels from the top of the table; null in the flow of the page. */
  readonly top: number | null;
  readonly isSelected: boolean;
  readonly isAhead: boolean;
  readonly href: string | null;
  readonly onStep: (step: number) => void;
}

const Row = memo(function Row(props: RowProps): VNode {
  const { row, number, lanes, initial, height, top, isSelected, isAhead, href, onStep } = props;
  const step = stepOf(row);
  const place = top === null ? {} : { transform: `translateY(${top}px)` };
  return (
    <tr
      aria-rowindex={number}
      class={`row is-${row.kind}${isSelected ? " is-selected" : ""}${isAhead ? " is-ahead" : ""}`}
      style={{ height: `${height}px`, ...place }}
      {...(isSelected ? { "aria-current": "step" as const } : {})}
    >
      <td class="row-number">{step !== null && step > 0 ? step : ""}</td>
      <td class="row-lanes">
        <Picture row={row} lanes={lanes} height={height} initial={initial} />
        <span class="unseen">{pictureText(row.after)}</span>
      </td>
      <td class="row-text">
        {step === null || href === null ? (
          <Words row={row} />
        ) : (
          <a
            href={href}
            onClick={(event) => {
              if (event.ctrlKey || event.metaKey || event.shiftKey) return;
              event.preventDefault();
              onStep(step);
            }}
          >
            <Words row={row} />
          </a>
        )}
      </td>
    </tr>
  );
});

function Words({ row }: { readonly row: TimelineRow }): VNode {
  switch (row.kind) {
    case "block":
      return (
        <span class="block-words">
          <strong>{row.title}</strong>
          {row.note !== "" && <span>{row.note}</span>}
        </span>
      );
    case "ending":
      return (
        <span class="ending-words">
          <span>
            <em>kernel</em> {row.ending.said}
          </span>
          <span class={`is-${row.ending.is}`}>
            <em>truth</em> {row.ending.judged}
          </span>
        </span>
      );
    default:
      return <>{rowText(row)}</>;
  }
}
