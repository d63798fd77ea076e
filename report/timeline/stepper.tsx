import type { VNode } from "preact";
import type { Move } from "./stepping.js";

/** The signs are drawn: not every font has them. */
const buttons: readonly {
  readonly move: Move;
  readonly sign: string;
  readonly name: string;
  readonly key: string;
}[] = [
  { move: "first", sign: "M3 3v10M13 3l-7 5 7 5z", name: "First", key: "Home" },
  { move: "previousNmi", sign: "M8 3l-6 5 6 5zM14 3l-6 5 6 5z", name: "Previous NMI", key: "[" },
  { move: "previous", sign: "M11 3l-7 5 7 5z", name: "Previous step", key: "ArrowLeft" },
  { move: "next", sign: "M5 3l7 5-7 5z", name: "Next step", key: "ArrowRight" },
  { move: "nextNmi", sign: "M2 3l6 5-6 5zM8 3l6 5-6 5z", name: "Next NMI", key: "]" },
  { move: "last", sign: "M13 3v10M3 3l7 5-7 5z", name: "Last", key: "End" },
];

/** The buttons that step through a timeline, and how far one has come. */
export function Stepper(props: {
  readonly at: number;
  readonly last: number;
  readonly onMove: (move: Move) => void;
}): VNode {
  const { at, last, onMove } = props;
  return (
    <fieldset class="stepper">
      <legend class="unseen">Step through the timeline</legend>
      {buttons.map(({ move, sign, name, key }) => (
        <button
          key={move}
          type="button"
          aria-label={name}
          aria-keyshortcuts={key}
          title={`${name} (${key})`}
          onClick={() => onMove(move)}
        >
          <svg width="16" height="16" viewBox="0 0 16 16" aria-hidden="true">
            <path d={sign} />
          </svg>
        </button>
      ))}
      <span class="stepper-at">
        {at} <span>of</span> {last}
      </span>
    </fieldset>
  );
}
