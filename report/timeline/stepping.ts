import { useEffect } from "preact/hooks";

/** A move through a timeline. */
export type Move = "next" | "previous" | "first" | "last" | "nextNmi" | "previousNmi";

const moves: Readonly<Record<string, Move>> = {
  ArrowRight: "next",
  j: "next",
  ArrowLeft: "previous",
  k: "previous",
  Home: "first",
  End: "last",
  "]": "nextNmi",
  "[": "previousNmi",
};

/** Inside the table the keys of a list work too; elsewhere they scroll the page. */
const movesInTable: Readonly<Record<string, Move>> = {
  ArrowDown: "next",
  ArrowUp: "previous",
  PageDown: "nextNmi",
  PageUp: "previousNmi",
};

/**
 * Where a move leads.
 *
 * @param stops the steps that can be stood on, ascending
 * @param nmis the steps that deliver an NMI, ascending
 */
export function moved(
  move: Move,
  step: number,
  stops: readonly number[],
  nmis: readonly number[],
): number {
  const first = stops[0] ?? 0;
  const last = stops.at(-1) ?? 0;
  switch (move) {
    case "next":
      return stops.find((other) => other > step) ?? last;
    case "previous":
      return stops.findLast((other) => other < step) ?? first;
    case "first":
      return first;
    case "last":
      return last;
    case "nextNmi":
      return nmis.find((other) => other > step) ?? last;
    case "previousNmi":
      return nmis.findLast((other) => other < step) ?? first;
  }
}

/** Calls `onMove` for the keys that step, unless they are meant for a field. */
export function useStepKeys(
  table: { readonly current: HTMLElement | null },
  onMove: (move: Move) => void,
): void {
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      if (event.altKey || event.ctrlKey || event.metaKey || event.defaultPrevented) return;
      const { target } = event;
      if (!(target instanceof HTMLElement)) return;
      if (target.closest("input, select, textarea, summary") !== null) return;
      const isInTable = table.current?.contains(target) === true;
      const move = moves[event.key] ?? (isInTable ? movesInTable[event.key] : undefined);
      if (move === undefined) return;
      event.preventDefault();
      onMove(move);
    };
    addEventListener("keydown", onKey);
    return () => removeEventListener("keydown", onKey);
  }, [table, onMove]);
}
