import type { RefObject } from "preact";
import { useCallback, useMemo, useRef } from "preact/hooks";
import type { TableRow } from "./align.js";
import { type Move, moved, useStepKeys } from "./stepping.js";

/** Where a timeline stands, and how it goes on. */
export interface Stops {
  readonly table: RefObject<HTMLTableElement | null>;
  /** The stop that is shown. */
  readonly at: number;
  readonly last: number;
  readonly row: TableRow | undefined;
  readonly onMove: (move: Move) => void;
}

function isDelivery({ sides }: TableRow): boolean {
  return sides.some((side) => side.kind === "step" && side.moment.event.event === "deliver");
}

/** Steps through a table by keys and buttons. A stop beyond the last one is the last one. */
export function useStops(
  rows: readonly TableRow[],
  asked: number,
  setStop: (stop: number) => void,
): Stops {
  const table = useRef<HTMLTableElement>(null);
  const stops = useMemo(() => rows.flatMap(({ stop }) => stop ?? []), [rows]);
  const nmis = useMemo(() => rows.filter(isDelivery).flatMap(({ stop }) => stop ?? []), [rows]);
  const last = stops.at(-1) ?? 0;
  const at = Math.min(asked, last);
  // Keys may come faster than the page is drawn: the next one goes on from where the last one led.
  const current = useRef(at);
  current.current = at;
  const onMove = useCallback(
    (move: Move): void => {
      current.current = moved(move, current.current, stops, nmis);
      setStop(current.current);
    },
    [setStop, stops, nmis],
  );
  useStepKeys(table, onMove);
  return { table, at, last, row: rows.find(({ stop }) => stop === at), onMove };
}
