import type { VNode } from "preact";
import { memo } from "preact/compat";
import type { TraceState } from "../../src/machine/trace/schema.js";
import type { TableRow } from "./align.js";
import type { Lanes } from "./lanes.js";
import { Picture } from "./picture.js";
import { pictureText, rowText } from "./row-text.js";
import { stepOf, type TimelineRow } from "./rows.js";

interface RowProps {
  readonly row: TableRow;
  /** Its place in the table, counted from 1; the heads are the first row. */
  readonly number: number;
  readonly lanes: readonly Lanes[];
  readonly initials: readonly TraceState[];
  readonly height: number;
  /** Pixels from the top of the table; null in the flow of the page. */
  readonly top: number | null;
  readonly isSelected: boolean;
  readonly isAhead: boolean;
  readonly hrefOf: (stop: number) => string;
  readonly onStop: (stop: number) => void;
}

/** One row of a timeline; where one can stop, the whole of it is a link. */
export const TimelineTableRow = memo(function TimelineTableRow(props: RowProps): VNode {
  const { row, number, lanes, initials, height, top, isSelected, isAhead, hrefOf, onStop } = props;
  const { sides, stop } = row;
  const place = top === null ? {} : { transform: `translateY(${top}px)` };
  const kind = sides[0]?.kind ?? "pause";
  const linked = sides.findIndex((side) => stepOf(side) !== null);
  const cells = (side: number): VNode | null => {
    const [content, own, initial] = [sides[side], lanes[side], initials[side]];
    if (content === undefined || own === undefined || initial === undefined) return null;
    const words = <Words row={content} />;
    return (
      <>
        <td class="row-number">{numberOf(content)}</td>
        <td class="row-lanes" style={{ width: `${own.width}px` }}>
          <Picture row={content} lanes={own} height={height} initial={initial} />
          <span class="unseen">{pictureText(content.after)}</span>
        </td>
        <td class="row-text">
          {stop === null || side !== linked ? (
            words
          ) : (
            <a
              href={hrefOf(stop)}
              onClick={(event) => {
                if (event.ctrlKey || event.metaKey || event.shiftKey) return;
                event.preventDefault();
                onStop(stop);
              }}
            >
              {words}
            </a>
          )}
        </td>
      </>
    );
  };
  return (
    <tr
      aria-rowindex={number}
      class={`row is-${kind}${isSelected ? " is-selected" : ""}${isAhead ? " is-ahead" : ""}`}
      style={{ height: `${height}px`, ...place }}
      {...(isSelected ? { "aria-current": "step" as const } : {})}
    >
      {cells(0)}
      {cells(1)}
    </tr>
  );
});

/** The number of a step; the start has none to be seen. */
function numberOf(row: TimelineRow): string {
  const step = stepOf(row);
  return step === null || step === 0 ? "" : String(step);
}

function Words({ row }: { readonly row: TimelineRow }): VNode {
  switch (row.kind) {
    case "pause":
      return <span />;
    case "block":
      return (
        <span class="row-words block-words">
          <strong>{row.title}</strong>
          {row.note !== "" && <span>{row.note}</span>}
        </span>
      );
    case "ending":
      return (
        <span class="row-words ending-words">
          <span>
            <em>kernel</em> {row.ending.said}
          </span>
          <span class={`is-${row.ending.is}`}>
            <em>truth</em> {row.ending.judged}
          </span>
        </span>
      );
    default:
      return <span class="row-words">{rowText(row)}</span>;
  }
}
