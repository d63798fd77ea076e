/** How much an engine may take of time and memory before it counts as broken. */
export interface EngineLimits {
  /** How long the next reply may take, in milliseconds. */
  readonly replyWithin: number;
  /** How long an engine may take to end after `bye`, or after it was asked to end, in milliseconds. */
  readonly endWithin: number;
  /** The longest line of an engine, in characters. */
  readonly lineLength: number;
  /** How many requests may be unanswered at a time. */
  readonly window: number;
}

export const DEFAULT_LIMITS: EngineLimits = {
  replyWithin: 10_000,
  endWithin: 2_000,
  lineLength: 1_048_576,
  window: 4_096,
};
