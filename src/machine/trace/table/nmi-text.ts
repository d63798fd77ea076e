import type { Elsewhere, Outcome } from "../../../../spec/cpu/state.js";
import type { NmiStory } from "../story.js";
import { counted, distinct, enumerated, sourceText } from "../words.js";

/** More sources than these are only counted: a line has an end. */
const MOST_SOURCES = 3;

/** The heading of an NMI's block: where it found the CPU, and what the kernel makes of that. */
export function nmiHeading({ nmi, rerun, rip, lastRip, backToBack }: NmiStory): string {
  if (rerun) return `NMI ${nmi}   nested in NMI ${nmi - 1}: ip ${rip} again, back-to-back`;
  const nothing = nmi === 1 ? "no NMI before it" : "last_nmi_rip 0";
  const compared =
    lastRip === null
      ? `${nothing}, not back-to-back`
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

const PORT: Readonly<Record<"serr" | "iochk", string>> = {
  serr: '"NMI: PCI system error (SERR)"',
  iochk: '"NMI: IOCK error (debug interrupt?)"',
};

const elsewhere: Readonly<Record<Elsewhere, { readonly judged: string; readonly is: Judgement }>> =
  {
    external: { judged: "external: the reason port told of it", is: "right" },
    recognised: { judged: "claimed: a handler of NMI_UNKNOWN knew its own source", is: "right" },
    taken: {
      judged: "claimed: a handler of NMI_UNKNOWN claims whatever comes, and nothing was lost",
      is: "right",
    },
    hidden: {
      judged:
        "hidden: a handler of NMI_UNKNOWN claims whatever comes, an unknown edge was in it and is lost",
      is: "wrong",
    },
  };

/** The end of an NMI in a place that the core has none for. */
function elsewhereText(
  ended: Elsewhere,
  { outcome, reason, inFront }: NmiStory,
): ReturnType<typeof endingText> {
  if (inFront) {
    return ended === "hidden"
      ? {
          said: "silent",
          judged: "hidden in front: an unknown edge was in it and is lost",
          is: "wrong",
        }
      : { said: "silent", judged: "taken in front, and no unknown edge was in it", is: "right" };
  }
  const said = reason === null ? "silent" : PORT[reason];
  const { judged, is } = elsewhere[ended];
  if (outcome !== "masked") return { said, judged, is };
  return { said, judged: `${judged}; an unknown edge was in it and is lost`, is: "wrong" };
}

/** What the kernel said at the end of an NMI, and what is to be said of that. */
export function endingText(nmi: NmiStory): {
  readonly said: string;
  readonly judged: string;
  readonly is: Judgement;
} {
  const ending = silentOr(nmi);
  return nmi.panicked ? { ...ending, said: `${ending.said}, and panics` } : ending;
}

function silentOr(nmi: NmiStory): ReturnType<typeof endingText> {
  if (nmi.elsewhere !== null) return elsewhereText(nmi.elsewhere, nmi);
  if (nmi.outcome === null) {
    return { said: "silent", judged: "the trace ends within this NMI", is: "right" };
  }
  const ending = endings[nmi.outcome];
  if (nmi.outcome !== "handled") return ending;
  const events = `${counted(nmi.claims.length, "event")} claimed`;
  const count = nmi.handled === nmi.claims.length ? "" : `, counted as ${nmi.handled}`;
  return { ...ending, judged: `handled: ${events}${count}` };
}
