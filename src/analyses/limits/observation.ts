/** What an observer may see of each NMI, beside whether anything was claimed at all. */
export const aspects = [
  "rip",
  "sum",
  "handlers",
  "slots",
  "bitmap",
  "bitmap-without-unknown",
  "bitmap-shared",
] as const;

export type Aspect = (typeof aspects)[number];

/** The aspects that an observer sees, in the order of `aspects`. */
export type Observation = readonly Aspect[];

/** What each aspect shows, in words. */
export const aspectTexts: Readonly<Record<Aspect, string>> = {
  rip: "whether rip is that of the NMI before",
  sum: "whether one event or more were claimed",
  handlers: "how many events each handler claimed",
  slots: "which slots were claimed",
  bitmap: "the NMI-source bitmap: a bit for each handler, and one for unknown sources",
  "bitmap-without-unknown": "an NMI-source bitmap in which unknown sources have no bit",
  "bitmap-shared": "an NMI-source bitmap in which unknown sources share the last handler's bit",
};

/** What today's kernel could use: `regs->ip` and what its handlers return. */
export const DEFAULT_OBSERVATION: Observation = ["rip", "handlers"];

/** The observations that are compared with each other. */
export const standardObservations: readonly Observation[] = [
  DEFAULT_OBSERVATION,
  ["rip", "sum"],
  ["handlers"],
  ["sum"],
  ["rip", "handlers", "bitmap"],
  ["rip", "handlers", "bitmap-without-unknown"],
  ["rip", "handlers", "bitmap-shared"],
];

/** Everything that there is to be seen of an NMI. */
export interface NmiObservation {
  readonly backToBack: boolean;
  /** No handler claimed anything, and the reason port told what it was: there is nothing to decide. */
  readonly external: boolean;
  /** Of each handler, which of its slots were claimed. */
  readonly claimed: readonly (readonly boolean[])[];
  /** Whose edges were folded into the NMI: one bit for each handler, and one for unknown sources. */
  readonly sources: readonly boolean[];
}

/** Whether anything of the bitmap is seen. */
export function seesSources(observation: Observation): boolean {
  return observation.some((aspect) => aspect.startsWith("bitmap"));
}

/** Whether it is seen how many events were claimed, as far as a policy file is told: none, one or more. */
export function seesSum(observation: Observation): boolean {
  return observation.some((aspect) => ["sum", "handlers", "slots"].includes(aspect));
}

/** Whether all that a policy file is told is seen. */
export function seesWhatPoliciesSee(observation: Observation): boolean {
  return observation.includes("rip") && seesSum(observation);
}

/** The events that each handler claimed. */
export function counts({ claimed }: NmiObservation): readonly number[] {
  return claimed.map((slots) => slots.filter((slot) => slot).length);
}

/** The events claimed in all. */
export function total(observed: NmiObservation): number {
  return counts(observed).reduce((sum, count) => sum + count, 0);
}

function bits(sources: readonly boolean[]): string {
  return sources.map((bit) => (bit ? "1" : "0")).join("");
}

/** The bits of an NMI as a machine with this bitmap tells them: of each handler, and of unknown sources. */
export function toldBits(
  bitmap: Aspect | null,
  { sources }: NmiObservation,
): { readonly handlers: readonly boolean[]; readonly unknown: boolean } {
  const handlers = sources.slice(0, -1);
  const unknown = sources.at(-1) === true;
  switch (bitmap) {
    case "bitmap":
      return { handlers, unknown };
    case "bitmap-shared":
      return { handlers: handlers.with(-1, handlers.at(-1) === true || unknown), unknown: false };
    default:
      return { handlers, unknown: false };
  }
}

function aspectSeen(aspect: Aspect, observed: NmiObservation): string {
  switch (aspect) {
    case "rip":
      return observed.backToBack ? "same rip" : "other rip";
    case "sum":
      return ["none", "one", "more"][Math.min(total(observed), 2)] ?? "more";
    case "handlers":
      return `claimed ${counts(observed).join("+")}`;
    case "slots":
      return `slots ${observed.claimed.map(bits).join("+")}`;
    case "bitmap":
      return `bits ${bits(observed.sources)}`;
    case "bitmap-without-unknown":
    case "bitmap-shared":
      return `bits ${bits(toldBits(aspect, observed).handlers)}`;
  }
}

/** Who an NMI was for, as far as is told: a handler, the reason port, or nobody. */
export const endings = ["unclaimed", "external", "claimed"] as const;

export type Ending = (typeof endings)[number];

export function endingOf(observed: NmiObservation): Ending {
  if (total(observed) > 0) return "claimed";
  return observed.external ? "external" : "unclaimed";
}

/**
 * What an observer sees of one NMI, in words: equal texts, equal observations. Whether nobody
 * claimed it, nor the reason port told of it, is always seen, since it is then that a kernel has to
 * say something.
 */
export function seen(observation: Observation, observed: NmiObservation): string {
  const parts = observation.map((aspect) => aspectSeen(aspect, observed));
  return [endingOf(observed), ...parts].join(", ");
}

/** An observation as the command line and the tables write it. */
export function observationText(observation: Observation): string {
  return observation.length === 0 ? "nothing" : observation.join(", ");
}
