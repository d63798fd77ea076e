import type { NmiAnyProperty } from "../model/property-names.js";

/** What each property demands, in one line. */
export const propertyText: Readonly<Record<NmiAnyProperty, string>> = {
  NoFalseSwallow: "no NMI that carries an unknown edge is swallowed",
  NoSpurious: "nobody is told of an unknown NMI when there was none",
  NoMasked: "no unknown edge hides behind an event that a handler claimed",
  NoStranded: "no event waits for an NMI that nobody will send",
  NoHidden: "no unknown edge is claimed by a handler that only claims whatever comes",
  NoForgottenSource: "no source that the kernel could ask waits for an NMI that nobody will send",
  NoNeedlessPanic: "no machine panics for an unknown NMI that there was not",
  EveryEventHandled: "every event that happened is eventually claimed",
  EveryExternalReported: "every unknown edge is eventually reported to the user",
  RepeatedExternalReported: "an unknown source that asks again and again is eventually reported",
};
