/** How an NMI that no NMI_LOCAL handler claimed can have ended, as far as the log tells. */
export const endings = ["reported", "swallowed", "external"] as const;

export type UnclaimedEnding = (typeof endings)[number];

/** A set of them, one bit each, in the order of `endings`. */
export type EndingMask = number;

export const ANY_ENDING: EndingMask = 0b111;

/** The bit of an ending. */
export function endingBit(ending: UnclaimedEnding): EndingMask {
  return 1 << endings.indexOf(ending);
}

/** The endings of a mask. */
export function endingsOf(mask: EndingMask): readonly UnclaimedEnding[] {
  return endings.filter((ending) => (mask & endingBit(ending)) !== 0);
}

/** What a log tells of one NMI, in terms of the model's chain. */
export interface ObservedNmi {
  /** Whether it found the CPU where the one before did; null where the log does not tell. */
  readonly same: boolean | null;
  /**
   * Of each handler of the model's chain, how many events it claimed; no more than it has slots. Fewer
   * than the chain has where the walk stopped.
   */
  readonly claimed: readonly number[];
  /** With nothing claimed, how it may have ended. */
  readonly mask: EndingMask;
}

/** An observation as a text: equal texts, equal observations. */
export function observedKey({ same, claimed, mask }: ObservedNmi): string {
  return `${same === null ? "?" : same ? "s" : "o"}${claimed.join("")}/${mask}`;
}
