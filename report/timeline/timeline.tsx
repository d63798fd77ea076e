import type { RefObject, VNode } from "preact";
import { useEffect, useMemo, useRef } from "preact/hooks";
import type { Story } from "../../src/machine/trace/story.js";
import type { TableRow } from "./align.js";
import { type LaneHead, type Lanes, lanesFor } from "./lanes.js";
import { TimelineTableRow } from "./table-row.js";
import { useWidth } from "./use-width.js";
import { useVirtualRows } from "./virtual-rows.js";

/** Pixels of a row by the lines that its texts need there: a step, the head of a block, an ending. */
const rowHeights = {
  one: { step: 32, block: 56, ending: 44 },
  two: { step: 42, block: 80, ending: 62 },
  three: { step: 56, block: 148, ending: 108 },
} as const;

function heightOf({ sides }: TableRow, lines: keyof typeof rowHeights): number {
  const { step, block, ending } = rowHeights[lines];
  if (sides.some((row) => row.kind === "block")) return block;
  return sides.some((row) => row.kind === "ending") ? ending : step;
}

/** Window widths from which there is room for words beside the lanes, and for long lines of them. */
const roomFor = {
  one: { words: 0, twoLines: 520 },
  pair: { words: 900, twoLines: 1100 },
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
  // The page is never wide enough for words in the lanes of two.
  const isWide = useWidth(940);
  const isRoomy = isWide && !isPair;
  const hasWords = useWidth(room.words);
  const hasTwoLines = useWidth(room.twoLines);
  const lines = isRoomy ? "one" : hasTwoLines || !hasWords ? "two" : "three";
  const lanes = useMemo(
    () => stories.map(({ trace }) => lanesFor(trace, isRoomy)),
    [stories, isRoomy],
  );
  const initials = useMemo(() => stories.map(({ trace }) => trace.initial), [stories]);
  const heights = useMemo(() => rows.map((row) => heightOf(row, lines)), [rows, lines]);
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
