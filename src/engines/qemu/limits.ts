/** What the guest's module has room for: the numbers of `guest/limits.h`. */
export const GUEST_LIMITS = {
  handlers: 8,
  slots: 8,
  places: 4,
  nmis: 128,
  /** Edges of one trace from outside NMI context, and as many again that come during its NMIs. */
  edges: 4096,
} as const;

/** How long a guest may take, in milliseconds. */
export interface GuestTimes {
  /** From its start until the module is ready; 3 to 5 s on an idle machine. */
  readonly bootWithin: number;
  /** For one trace; a few milliseconds on an idle machine. */
  readonly answerWithin: number;
  /** From the signal to end until it is killed. */
  readonly endWithin: number;
}

export const DEFAULT_TIMES: GuestTimes = {
  bootWithin: 180_000,
  answerWithin: 30_000,
  endWithin: 2_000,
};
