import type { Outcome } from "../../../spec/state.js";
import type { NmiStory } from "../story.js";
import { counted, distinct, enumerated, sourceText } from "../words.js";

/** More sources than these are only counted: a line has an end. */
const MOST_SOURCES = 3;

/** The heading of an NMI's block: where it found the CPU, and what the kernel makes of that. */
export function nmiHeading({ nmi, rip, lastRip, backToBack }: NmiStory): string {
  const compared =
    lastRip === null
      ? "no NMI before it, not back-to-back"
      : `last_nmi_rip ${lastRip}, ${backToBack ? "back-to-back" : "not back-to-back"}`;
  return `NMI ${nmi}   ip ${rip}, ${compared}`;
}

/** Whose edges were folded into an NMI. */
export function carriesLine({ edges }: NmiStory): string {
  const sources = distinct(edges.map(sourceText));
  const more = sources.length - MOST_SOURCES;
  const shown = more > 0 ? [...sources.slice(0, MOST_SOURCES), `${more} more`] : sources;
  return `carries ${edgesText(edges.length, sources.length)} of ${enumerated(shown)}`;
}

function edgesText(edges: number, sources: number): string {
  if (edges > sources) return `${edges} edges`;
  return edges === 1 ? "the edge" : "the edges";
}

/** Whether the kernel was right, as only somebody who sees the hardware can tell. */
export type Judgement = "right" | "wrong" | "late";

const UHHUH = '"Uhhuh. NMI received for unknown reason"';

const endings: Readonly<
  Record<Outcome, { readonly said: string; readonly judged: string; readonly is: Judgement }>
> = {
  handled: { said: "silent", judged: "handled", is: "right" },
  masked: {
    said: "silent",
    judged: "masked: an unknown edge was in it and is lost",
    is: "wrong",
  },
  swallowed: { said: "silent", judged: "swallowed: its event was handled before", is: "right" },
  falseSwallow: {
    said: "silent",
    judged: "false swallow: an unknown edge was in it and is lost",
    is: "wrong",
  },
  reported: { said: UHHUH, judged: "reported: an unknown edge was in it", is: "right" },
  misattributed: {
    said: UHHUH,
    judged: "misattributed: it makes up for an edge lost before",
    is: "late",
  },
  spurious: { said: UHHUH, judged: "spurious: no unknown edge was sent", is: "wrong" },
};

/** What the kernel said at the end of an NMI, and what is to be said of that. */
export function endingText(nmi: NmiStory): {
  readonly said: string;
  readonly judged: string;
  readonly is: Judgement;
} {
  if (nmi.outcome === null) {
    return { said: "silent", judged: "the trace ends within this NMI", is: "right" };
  }
  const ending = endings[nmi.outcome];
  if (nmi.outcome !== "handled") return ending;
  return { ...ending, judged: `handled: ${counted(nmi.claims.length, "event")} claimed` };
}
