import { at } from "../../../../spec/language.js";
import type { StateDiagram } from "./state-diagram.js";

/** A line of text in a box: the state that an arrow leads to, or NMIs that lead there. */
export interface DrawnText {
  readonly kind: "target" | "nmis";
  readonly text: string;
  readonly x: number;
  /** Of its baseline. */
  readonly y: number;
}

/** A state: its name, and below it where it leads. */
export interface DrawnState {
  readonly name: string;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly texts: readonly DrawnText[];
}

/** An arrow as the path of its line; it ends at the name of its target. */
export interface DrawnArrow {
  readonly from: number;
  readonly to: number;
  readonly path: string;
}

/** A state diagram in pixels. */
export interface Drawing {
  readonly width: number;
  readonly height: number;
  /** The middle of the dot from which a line leads down to the first state. */
  readonly start: { readonly x: number; readonly y: number; readonly path: string };
  readonly states: readonly DrawnState[];
  readonly arrows: readonly DrawnArrow[];
}

/** A small window is so wide; a drawing is wider where more states are led to than fit beside the texts. */
const WIDTH = 360;
const MARGIN = 10;
const LINE = 15;
/** A character of the monospaced font of the texts, at its size. */
export const FONT_SIZE = 10.5;
const CHARACTER = FONT_SIZE * 0.61;
const PADDING = 8;
const NAME = 24;
const GAP = 18;
/** Between two lines that go up and down. */
const LANE = 13;
const CORNER = 5;
/** The texts are no narrower. */
const LEAST_CHARACTERS = 26;

/**
 * Draws a state diagram as boxes below one another. Each arrow leaves its own line of the box that it
 * begins in, and goes up or down in the lane of the state that it leads to, so that no line crosses a
 * text, however many there are.
 */
export function drawingOf(diagram: StateDiagram): Drawing {
  const { states, arrows } = diagram;
  const targets = [...states.keys()].filter((state) => arrows.some(({ to }) => to === state));
  const lanes = targets.length * LANE + LANE + MARGIN;
  const least = LEAST_CHARACTERS * CHARACTER + 2 * PADDING;
  const boxWidth = Math.max(WIDTH - MARGIN - lanes, Math.ceil(least));
  const columns = Math.floor((boxWidth - 2 * PADDING) / CHARACTER);
  const right = MARGIN + boxWidth;
  const drawn: DrawnState[] = [];
  const ends: { readonly from: number; readonly to: number; readonly y: number }[] = [];
  let y = MARGIN + 22;
  for (const [from, name] of states.entries()) {
    const texts: DrawnText[] = [];
    let baseline = y + NAME + 10;
    for (const { to, texts: nmis } of arrows.filter((arrow) => arrow.from === from)) {
      ends.push({ from, to, y: baseline - 4 });
      const target = `→ ${to === from ? "stays" : at(states, to)}`;
      texts.push({ kind: "target", text: target, x: MARGIN + PADDING, y: baseline });
      baseline += LINE;
      for (const line of nmis.flatMap((one) => wrapped(one, columns - 2))) {
        const x = MARGIN + PADDING + Math.round(2 * CHARACTER);
        texts.push({ kind: "nmis", text: line, x, y: baseline });
        baseline += LINE;
      }
      baseline += 3;
    }
    const height = baseline - y - 6;
    drawn.push({ name, x: MARGIN, y, width: boxWidth, height, texts });
    y += height + GAP;
  }
  const entry = (state: number): number => at(drawn, state).y + NAME / 2;
  const middle = MARGIN + 18;
  return {
    width: right + lanes,
    height: y - GAP + MARGIN,
    start: { x: middle, y: MARGIN + 4, path: `M ${middle} ${MARGIN + 8} V ${MARGIN + 21}` },
    states: drawn,
    arrows: ends.map(({ from, to, y: exit }) => ({
      from,
      to,
      path: lanePath(right, exit, right + LANE * (targets.indexOf(to) + 1), entry(to)),
    })),
  };
}

/** From the line of a box to its lane, along that, and back to the name of a box. */
function lanePath(right: number, from: number, lane: number, to: number): string {
  const turn = to < from ? -CORNER : CORNER;
  return [
    `M ${right} ${from} H ${lane - CORNER}`,
    `Q ${lane} ${from} ${lane} ${from + turn}`,
    `V ${to - turn}`,
    `Q ${lane} ${to} ${lane - CORNER} ${to} H ${right + 1}`,
  ].join(" ");
}

/** The lines of a text, broken at its spaces; what has none that fits is a line of its own. */
function wrapped(text: string, columns: number): readonly string[] {
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(" ")) {
    if (line !== "" && line.length + 1 + word.length > columns) {
      lines.push(line);
      line = "";
    }
    line = line === "" ? word : `${line} ${word}`;
  }
  return [...lines, line];
}
