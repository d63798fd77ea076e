import type { BoardTrace } from "../schema.js";
import type { Colours } from "../table/colours.js";
import { CYCLE_STARTS, goingOnText } from "../table/cycle.js";
import { heading, wrapped } from "../table/heading.js";
import { carriesLine, endingText, nmiHeading } from "../table/nmi-text.js";
import { explainOnBoard } from "./explain.js";
import { type BoardRow, boardRows, type Held } from "./rows.js";

/** Before the text of an event: its number and its CPU. */
const MARGIN = " ".repeat("123  CPU 0  ".length);

/**
 * A trace of several CPUs as the user reads it, without a final line break: one line an event, with
 * the CPU that it happens on; the beginning and the end of each NMI; where a CPU holds something after
 * it, what; and one sentence that says why.
 */
export function renderBoardTrace(trace: BoardTrace, colours: Colours): string {
  const { bold, red } = colours;
  const { rows, nmis } = boardRows(trace);
  const lines = [...heading(trace, nmis, colours), ""];
  lines.push(...rows.flatMap((row) => linesOf(row, colours)));
  const goesOn = goingOnText(trace);
  if (goesOn !== null) lines.push("", `${MARGIN}${bold(`↻ ${goesOn}`)}`);
  const sentence = wrapped(`${explainOnBoard(trace)}.`).map((line) => bold(line));
  const violated = trace.property === null ? [] : [red(bold(`${trace.property} is violated:`))];
  return [...lines, "", ...violated, ...sentence].map((line) => line.trimEnd()).join("\n");
}

function linesOf(row: BoardRow, { bold, dim, green, red, yellow }: Colours): readonly string[] {
  switch (row.kind) {
    case "start":
      return [];
    case "cycle":
      return ["", `${MARGIN}${bold(`↻ ${CYCLE_STARTS}`)}`];
    case "begin": {
      const { cpu, nmi } = row;
      const title = bold(`CPU ${cpu}, ${nmiHeading(nmi)}`);
      return ["", `${MARGIN}${title}`, `${MARGIN}${carriesLine(nmi)}`];
    }
    case "end": {
      const { said, judged, is } = endingText(row.nmi);
      const paint = { right: green, wrong: red, late: yellow }[is];
      return [`${MARGIN}kernel  ${said}`, `${MARGIN}truth   ${paint(judged)}`];
    }
    case "step": {
      const [first] = row.on;
      const who = row.isOfAll ? "all" : `CPU ${first?.cpu ?? 0}`;
      const number = dim(String(row.number).padStart(3));
      const changes = changesText(row.held);
      const after = changes === "" ? "" : `  ${dim(`[${changes}]`)}`;
      return [`${number}  ${who.padEnd(5)}  ${first?.text ?? ""}${after}`];
    }
  }
}

/** What changes on each CPU: `CPU 0: slots .; CPU 1: slots .`. */
function changesText(held: readonly (readonly Held[])[]): string {
  return held
    .flatMap((own, cpu) => {
      const changed = own.filter(({ isChanged }) => isChanged);
      const texts = changed.map(({ title, text }) => `${title} ${text}`);
      return texts.length === 0 ? [] : [`CPU ${cpu}: ${texts.join(", ")}`];
    })
    .join("; ");
}
