import type { RefObject } from "preact";
import { useCallback, useMemo, useRef } from "preact/hooks";
import type { TableRow } from "./align.js";
import { type Move, moved, useStepKeys } from "./stepping.js";

/** Where a table of steps stands, and how it goes on. */
export interface Moves {
  readonly table: RefObject<HTMLTableElement | null>;
  /** The stop that is shown. */
  readonly at: number;
  readonly last: number;
  readonly onMove: (move: Move) => void;
}

/** Where a timeline stands, and how it goes on. */
export interface Stops extends Moves {
  readonly row: TableRow | undefined;
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
  const stops = useMemo(() => rows.flatMap(({ stop }) => stop ?? []), [rows]);
  const nmis = useMemo(() => rows.filter(isDelivery).flatMap(({ stop }) => stop ?? []), [rows]);
  const moves = useMoves(stops, nmis, asked, setStop);
  return { ...moves, row: rows.find(({ stop }) => stop === moves.at) };
}

/**
 * The same for stops by their numbers.
 *
 * @param stops where one can stand, ascending
 * @param nmis those of them that deliver an NMI
 */
export function useMoves(
  stops: readonly number[],
  nmis: readonly number[],
  asked: number,
  setStop: (stop: number) => void,
): Moves {
  const table = useRef<HTMLTableElement>(null);
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
  return { table, at, last, onMove };
}
