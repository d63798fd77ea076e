import type { RefObject, VNode } from "preact";
import { useEffect } from "preact/hooks";
import type { BoardRow, Held } from "../../src/machine/trace/board/rows.js";
import { CYCLE_STARTS } from "../../src/machine/trace/table/cycle.js";
import { carriesLine, endingText, nmiHeading } from "../../src/machine/trace/table/nmi-text.js";
import { grouped } from "../../src/machine/trace/words.js";
import { Scrollable } from "../parts/scrollable.js";

/** Events that are shown at once: a longer trace is shown in parts. */
const MOST_SHOWN = 200;

interface BoardTableProps {
  readonly rows: readonly BoardRow[];
  readonly cpus: number;
  /** The event that is shown; 0 for the start. */
  readonly at: number;
  readonly last: number;
  readonly hrefOf: (step: number) => string;
  readonly onStop: (step: number) => void;
  readonly table: RefObject<HTMLTableElement | null>;
  readonly label: string;
}

/** A trace of several CPUs from above to below: a column for each CPU, a row for each event. */
export function BoardTable(props: BoardTableProps): VNode {
  const { rows, cpus, at, last, table, label } = props;
  const start = Math.floor(Math.max(at - 1, 0) / MOST_SHOWN) * MOST_SHOWN;
  const end = Math.min(start + MOST_SHOWN, last);
  const shown = rows.filter(
    ({ number }) => (number > start || (number === 0 && start === 0)) && number <= end,
  );
  useEffect(() => {
    // A link to the start shows the head of the page.
    if (at > 0) table.current?.querySelector(".is-selected")?.scrollIntoView({ block: "nearest" });
  }, [at, table]);
  const all = [...Array(cpus).keys()];
  return (
    <>
      {last > MOST_SHOWN && (
        <p class="muted">
          Events {grouped(start + 1)} to {grouped(end)} of {grouped(last)}: who steps on comes to
          the others.
        </p>
      )}
      <Scrollable label={label}>
        <table class="board" aria-label={label} ref={table}>
          <thead>
            <tr>
              <th scope="col" class="row-number">
                #
              </th>
              {all.map((cpu) => (
                <th key={cpu} scope="col">
                  CPU {cpu}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {shown.map((row) => (
              <Row key={`${row.kind} ${row.number}`} row={row} all={all} {...props} />
            ))}
          </tbody>
        </table>
      </Scrollable>
    </>
  );
}

/** What happens in a row, with the CPU that it happens on. */
export function boardText(row: BoardRow | undefined): string {
  if (row?.kind !== "step") return "Start: nothing active, nothing pending";
  return row.on.map(({ cpu, text }) => `CPU ${cpu}: ${text}`).join("; ");
}

function Row(props: BoardTableProps & { readonly row: BoardRow; readonly all: readonly number[] }) {
  const { row, all, at, hrefOf, onStop } = props;
  switch (row.kind) {
    case "cycle":
      return (
        <tr class="is-cycle">
          <td />
          <td colSpan={all.length}>↻ {CYCLE_STARTS}</td>
        </tr>
      );
    case "begin":
    case "end":
      return (
        <tr class={`is-${row.kind}`}>
          <td />
          {all.map((cpu) => (
            <td key={cpu}>{cpu === row.cpu && <Nmi row={row} />}</td>
          ))}
        </tr>
      );
    default: {
      const isSelected = row.number === at;
      const texts = row.kind === "start" ? [{ cpu: 0, text: "Start" }] : row.on;
      const linked = texts[0]?.cpu;
      return (
        <tr
          class={isSelected ? "is-selected" : ""}
          {...(isSelected ? { "aria-current": "step" as const } : {})}
        >
          <td class="row-number">{row.number === 0 ? "" : row.number}</td>
          {all.map((cpu) => {
            const text = texts.find((one) => one.cpu === cpu)?.text;
            return (
              <td key={cpu}>
                {text !== undefined && cpu === linked ? (
                  <a
                    href={hrefOf(row.number)}
                    onClick={(event) => {
                      if (event.ctrlKey || event.metaKey || event.shiftKey) return;
                      event.preventDefault();
                      onStop(row.number);
                    }}
                  >
                    {text}
                  </a>
                ) : (
                  text !== undefined && <span class="board-event">{text}</span>
                )}
                <Holds held={row.held[cpu] ?? []} />
              </td>
            );
          })}
        </tr>
      );
    }
  }
}

/** The head of an NMI, or what became of it. */
function Nmi({
  row,
}: {
  readonly row: Extract<BoardRow, { readonly kind: "begin" | "end" }>;
}): VNode {
  if (row.kind === "begin") {
    return (
      <>
        <strong>{nmiHeading(row.nmi)}</strong>
        <span class="board-held">{carriesLine(row.nmi)}</span>
      </>
    );
  }
  const { said, judged, is } = endingText(row.nmi);
  return (
    <>
      <span class="board-event">
        <em>kernel</em> {said}
      </span>
      <span class={`board-event is-${is}`}>
        <em>truth</em> {judged}
      </span>
    </>
  );
}

/** What a CPU holds after the event; what the event has changed is marked. */
function Holds({ held }: { readonly held: readonly Held[] }): VNode {
  return (
    <span class="board-held">
      {held.map(({ title, text, isChanged }) => (
        <span key={title} class={isChanged ? "is-changed" : ""}>
          {title} <code>{text}</code>
          {isChanged && <span class="unseen"> (changed)</span>}
        </span>
      ))}
    </span>
  );
}
