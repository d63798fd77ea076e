import type { NmiProperty } from "../explore/nmi-model.js";

/** What each property demands, in one line. */
export const propertyText: Readonly<Record<NmiProperty, string>> = {
  NoFalseSwallow: "no NMI that carries an unknown edge is swallowed",
  NoSpurious: "nobody is told of an unknown NMI when there was none",
  NoMasked: "no unknown edge hides behind an event that a handler claimed",
  NoStranded: "no event waits for an NMI that nobody will send",
};
