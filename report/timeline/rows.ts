import type { TraceState } from "../../src/machine/trace/schema.js";
import type { LatchContent, Moment, NmiStory, Story } from "../../src/machine/trace/story.js";
import { carriesLine, endingText, nmiHeading } from "../../src/machine/trace/table/nmi-text.js";

/** What the hardware and the kernel are like at one moment. */
export interface Snapshot {
  readonly state: TraceState;
  readonly latch: LatchContent;
}

interface Passage {
  /** What is there above the middle of the row, and below it. */
  readonly before: Snapshot;
  readonly after: Snapshot;
}

/** A row of a timeline: time runs downwards. */
export type TimelineRow = Passage &
  (
    | { readonly kind: "start" | "pause" }
    | { readonly kind: "block"; readonly title: string; readonly note: string }
    | { readonly kind: "step"; readonly moment: Moment; readonly nmi: NmiStory | undefined }
    | { readonly kind: "ending"; readonly nmi: NmiStory; readonly ending: Ending }
  );

type Ending = ReturnType<typeof endingText>;

/** The step that a row shows: 0 for the start; null for a heading and what is said of an ending. */
export function stepOf(row: TimelineRow): number | null {
  if (row.kind === "start") return 0;
  return row.kind === "step" ? row.moment.number : null;
}

/** The rows of a story: its start, then one block for each NMI and for the time between two. */
export function rowsOf({ trace, moments, nmis }: Story): readonly TimelineRow[] {
  const start: Snapshot = { state: trace.initial, latch: "empty" };
  const rows: TimelineRow[] = [{ kind: "start", before: start, after: start }];
  let before = start;
  let inside: number | null = null;
  for (const moment of moments) {
    const nmi = moment.nmi === null ? undefined : nmis[moment.nmi - 1];
    if (moment.nmi !== inside) {
      const title = nmi === undefined ? `Running at ip ${before.state.rip}` : nmiHeading(nmi);
      const note = nmi === undefined ? "" : carriesLine(nmi);
      rows.push({ kind: "block", title, note, before, after: before });
    }
    const after: Snapshot = { state: moment.after, latch: moment.latch };
    rows.push({ kind: "step", moment, nmi, before, after });
    if (moment.event.event === "decide" && nmi !== undefined) {
      rows.push({ kind: "ending", nmi, ending: endingText(nmi), before: after, after });
    }
    before = after;
    inside = moment.event.event === "decide" ? null : moment.nmi;
  }
  return rows;
}
