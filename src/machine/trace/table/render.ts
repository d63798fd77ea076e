import { differences, pathText } from "../../../base/document/differences.js";
import { renderBoardTrace } from "../board/table.js";
import { explain } from "../explain.js";
import { isBoardTrace, type Trace, type TraceState } from "../schema.js";
import { type Moment, type NmiStory, type Story, tellStory } from "../story.js";
import { type Colours, colours } from "./colours.js";
import { type Column, columnsFor, type Snapshot } from "./columns.js";
import { CYCLE_STARTS, goingOnText } from "./cycle.js";
import { eventLine } from "./event-text.js";
import { heading, LINE, wrapped } from "./heading.js";
import { carriesLine, endingText, type Judgement, nmiHeading } from "./nmi-text.js";

export interface TableOptions {
  /** Whether the text goes to a terminal that shows colours. */
  readonly colour: boolean;
}

/** Between two columns, and before the number of an event. */
const GAP = "  ";

/**
 * A trace as the user reads it, without a final line break: what it is about, one line an event,
 * one block an NMI that ends with what the kernel said, and one sentence that says why. The columns
 * show the first state and each NMI's first in full, and else only what has changed.
 */
export function renderTrace(trace: Trace, options: TableOptions): string {
  const paint = colours(options.colour);
  if (isBoardTrace(trace)) return renderBoardTrace(trace, paint);
  return new Table(tellStory(trace), paint).render();
}

class Table {
  readonly #story: Story;
  readonly #colours: Colours;
  readonly #columns: readonly Column[];
  readonly #numberWidth: number;
  readonly #textWidth: number;
  readonly #lines: string[] = [];

  constructor(story: Story, colours: Colours) {
    this.#story = story;
    this.#colours = colours;
    this.#columns = columnsFor(story.trace);
    this.#numberWidth = Math.max(2, String(story.moments.length).length);
    this.#textWidth = story.moments.reduce(
      (widest, moment) => Math.max(widest, this.#textOf(moment).length),
      "what happens".length,
    );
  }

  render(): string {
    const { trace, moments } = this.#story;
    this.#lines.push(...heading(trace, this.#story.nmis.length, this.#colours), "");
    this.#header();
    this.#row("", "start", this.#cells({ state: trace.initial, latch: "empty" }, null));
    let previous: Snapshot = { state: trace.initial, latch: "empty" };
    let inside: number | null = null;
    for (const moment of moments) {
      const isCycle = moment.number - 1 === trace.loop;
      const isNewBlock = moment.nmi !== inside;
      if (isCycle) this.#lines.push("", this.#note(this.#mark(CYCLE_STARTS)));
      if (isNewBlock) this.#blockStart(moment, isCycle);
      const now: Snapshot = { state: moment.after, latch: moment.latch };
      const isFirst = moment.event.event === "deliver";
      this.#row(
        String(moment.number),
        this.#textOf(moment),
        this.#cells(now, isFirst ? null : previous),
      );
      this.#memory(previous.state, now.state);
      if (moment.event.event === "decide") this.#ending(this.#nmiOf(moment));
      inside = moment.nmi;
      previous = now;
    }
    if (previous.state.position.at !== "run") this.#ending(this.#story.nmis.at(-1));
    this.#lines.push(...this.#goingOn(), "", ...this.#conclusion());
    return this.#lines.map((line) => line.trimEnd()).join("\n");
  }

  #textOf(moment: Moment): string {
    return eventLine(moment, this.#nmiOf(moment));
  }

  #nmiOf(moment: Moment): NmiStory | undefined {
    return moment.nmi === null ? undefined : this.#story.nmis[moment.nmi - 1];
  }

  #header(): void {
    const titles = this.#columns.map(({ title, width }) => title.padEnd(width)).join(GAP);
    const line = `${"#".padStart(this.#numberWidth)}${GAP}${"what happens".padEnd(this.#textWidth)}${GAP}${titles}`;
    this.#lines.push(this.#colours.dim(line), this.#colours.dim("─".repeat(line.length)));
  }

  #row(number: string, text: string, cells: string): void {
    const { dim } = this.#colours;
    const painted = /: nothing$/.test(text) ? dim(text) : text;
    const padding = " ".repeat(this.#textWidth - text.length);
    this.#lines.push(
      `${dim(number.padStart(this.#numberWidth))}${GAP}${painted}${padding}${GAP}${cells}`,
    );
  }

  /** The columns; those that read as in `previous` are left empty. */
  #cells(now: Snapshot, previous: Snapshot | null): string {
    const cells = this.#columns.map((column) => {
      const text = column.text(now);
      const isSame = previous !== null && column.text(previous) === text;
      if (isSame) return " ".repeat(column.width);
      return (
        column.paint(text, this.#colours) + " ".repeat(Math.max(0, column.width - text.length))
      );
    });
    return cells.join(GAP);
  }

  /** A blank line, and the heading of what begins: an NMI, or the time between two. */
  #blockStart(moment: Moment, isUnderMark: boolean): void {
    if (!isUnderMark) this.#lines.push("");
    const nmi = this.#nmiOf(moment);
    if (nmi === undefined) {
      this.#lines.push(this.#colours.bold(`running   ip ${moment.before.rip}`));
    } else {
      this.#lines.push(this.#colours.bold(nmiHeading(nmi)), this.#note(carriesLine(nmi)));
    }
  }

  /** How a behaviour that never ends goes on. */
  #goingOn(): readonly string[] {
    const text = goingOnText(this.#story.trace);
    return text === null ? [] : ["", this.#note(this.#mark(text))];
  }

  #mark(text: string): string {
    return this.#colours.bold(`↻ ${text}`);
  }

  #ending(nmi: NmiStory | undefined): void {
    if (nmi === undefined) return;
    const { said, judged, is } = endingText(nmi);
    this.#lines.push(this.#note(`kernel  ${said}`));
    this.#lines.push(this.#note(`truth   ${this.#judge(is, judged)}`));
  }

  #judge(is: Judgement, text: string): string {
    const { green, red, yellow } = this.#colours;
    switch (is) {
      case "right":
        return green(text);
      case "wrong":
        return red(text);
      case "late":
        return yellow(text);
    }
  }

  /** What a policy of the user's keeps has no column; it is told where it changes. */
  #memory(before: TraceState, after: TraceState): void {
    for (const { path, left, right } of differences(before.policyMemory, after.policyMemory)) {
      if (pathText(path) === "swallowNmi") continue;
      const name = ["policy memory", pathText(path)].join(" ").trimEnd();
      this.#lines.push(this.#note(harmless(`${name}: ${left} -> ${right}`)));
    }
  }

  /** A line that is no event, under the events' text. */
  #note(text: string): string {
    return `${" ".repeat(this.#numberWidth)}${GAP}${text}`;
  }

  #conclusion(): readonly string[] {
    const { trace } = this.#story;
    const sentence = `${explain(this.#story)}.`;
    const { bold, red } = this.#colours;
    if (trace.property === null) return wrapped(sentence).map((line) => bold(line));
    return [
      red(bold(`${trace.property} is violated:`)),
      ...wrapped(sentence).map((line) => bold(line)),
    ];
  }
}

/** A text of the trace's own, cut to a line, without anything that could control a terminal. */
function harmless(text: string): string {
  const plain = text.replace(/\p{C}/gu, "\ufffd");
  return plain.length <= LINE ? plain : `${plain.slice(0, LINE - 1)}…`;
}
