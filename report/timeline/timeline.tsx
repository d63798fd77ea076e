import type { RefObject, VNode } from "preact";
import { useEffect, useMemo, useRef } from "preact/hooks";
import type { Story } from "../../src/trace/story.js";
import type { TableRow } from "./align.js";
import { type LaneHead, type Lanes, lanesFor } from "./lanes.js";
import { TimelineTableRow } from "./table-row.js";
import { useWidth } from "./use-width.js";
import { useVirtualRows } from "./virtual-rows.js";

/** Pixels of a row: where there is little room, texts need a second line. */
function heightOf({ sides }: TableRow, isRoomy: boolean): number {
  if (sides.some((row) => row.kind === "block")) return isRoomy ? 56 : 74;
  if (sides.some((row) => row.kind === "ending")) return isRoomy ? 44 : 62;
  return isRoomy ? 32 : 42;
}

/** Window widths from which there is room for words in the lanes, and for words beside them. */
const roomFor = {
  one: { lanes: 820, words: 0 },
  pair: { lanes: 1600, words: 900 },
} as const;

export interface TimelineProps {
  /** One, or two beside each other. */
  readonly stories: readonly Story[];
  readonly rows: readonly TableRow[];
  /** The stop that is shown. */
  readonly at: number;
  readonly hrefOf: (stop: number) => string;
  readonly onStop: (stop: number) => void;
  readonly table: RefObject<HTMLTableElement | null>;
  readonly label: string;
}

/** Traces from above to below: a table whose rows are also pictures. */
export function Timeline(props: TimelineProps): VNode {
  const { stories, rows, at, hrefOf, onStop, table, label } = props;
  const isPair = stories.length > 1;
  const room = roomFor[isPair ? "pair" : "one"];
  const isRoomy = useWidth(room.lanes);
  const hasWords = useWidth(room.words);
  const lanes = useMemo(
    () => stories.map(({ trace }) => lanesFor(trace, isRoomy)),
    [stories, isRoomy],
  );
  const initials = useMemo(() => stories.map(({ trace }) => trace.initial), [stories]);
  const heights = useMemo(() => rows.map((row) => heightOf(row, isRoomy)), [rows, isRoomy]);
  const body = useRef<HTMLTableSectionElement>(null);
  const virtual = useVirtualRows(body, heights, { top: 90, bottom: 130 });
  const selected = rows.findIndex(({ stop }) => stop === at);
  const { scrollTo } = virtual;
  const shown = useRef(-1);
  useEffect(() => {
    if (shown.current === selected) return;
    // A link to the start shows the head of the page.
    if (shown.current !== -1 || at > 0) scrollTo(selected);
    shown.current = selected;
  });
  const rowAt = (index: number, top: number | null): VNode | null => {
    const row = rows[index];
    if (row === undefined) return null;
    return (
      <TimelineTableRow
        key={index}
        row={row}
        number={index + 2}
        lanes={lanes}
        initials={initials}
        height={heights[index] ?? 0}
        top={top}
        isSelected={index === selected}
        isAhead={index > selected}
        hrefOf={hrefOf}
        onStop={onStop}
      />
    );
  };
  return (
    <table
      class={`timeline${isPair ? " is-pair" : ""}${hasWords ? "" : " is-wordless"}`}
      aria-label={label}
      aria-rowcount={rows.length + 1}
      ref={table}
    >
      <thead>
        <tr aria-rowindex={1}>
          {lanes[0] !== undefined && <Heads lanes={lanes[0]} />}
          {lanes[1] !== undefined && <Heads lanes={lanes[1]} />}
        </tr>
      </thead>
      {virtual.isWhole ? (
        <tbody ref={body}>{rows.map((_, index) => rowAt(index, null))}</tbody>
      ) : (
        <tbody class="is-virtual" ref={body} style={{ height: `${virtual.height}px` }}>
          {virtual.items.map(({ index, start }) => rowAt(index, start - virtual.margin))}
        </tbody>
      )}
    </table>
  );
}

/** The names of the columns of one timeline. */
function Heads({ lanes }: { readonly lanes: Lanes }): VNode {
  const place = ({ from, to }: LaneHead): { width: string } => ({ width: `${to - from}px` });
  return (
    <>
      <th scope="col" class="row-number">
        #
      </th>
      <th scope="col" class="lane-heads">
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
      </th>
      <th scope="col" class="row-text">
        <span class="row-words">What happens</span>
      </th>
    </>
  );
}
