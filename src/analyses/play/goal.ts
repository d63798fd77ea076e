import type { NmiProperty } from "../../machine/model/property-names.js";

/** What breaking a property means to who plays. */
export interface Goal {
  /** The challenge. */
  readonly question: string;
  /** What has happened once it is met, to stand after "You did it:". */
  readonly met: string;
}

/** The challenge of each property. */
export const goals: Readonly<Record<NmiProperty, Goal>> = {
  NoFalseSwallow: {
    question: "Can you make the kernel swallow a real NMI?",
    met: "the kernel has swallowed a real NMI, and nobody will hear of it",
  },
  NoSpurious: {
    question: "Can you make the kernel report an NMI that there was not?",
    met: "the kernel has reported an unknown NMI that there was not",
  },
  NoMasked: {
    question: "Can you hide a real NMI behind an event that a handler knows?",
    met: "the kernel took the NMI for handled, and a real one was folded into it",
  },
  NoStranded: {
    question: "Can you make an event wait for ever?",
    met: "an event waits for an NMI that nobody will send",
  },
  NoHidden: {
    question: "Can you have a greedy handler hide a real NMI?",
    met: "a handler that claims whatever comes has hidden a real NMI",
  },
  NoForgottenSource: {
    question: "Can you make the kernel forget a source that it could ask?",
    met: "a source waits that the kernel could ask, and no NMI will come",
  },
  NoNeedlessPanic: {
    question: "Can you make the kernel panic for nothing?",
    met: "the kernel has panicked for an unknown NMI that there was not",
  },
};
