import type { GuestAxes } from "./guest-axes.js";

/**
 * The entry of the local APIC for performance counters, which an emulated CPU has none of: what its
 * mask does is worked out before a trace is sent to the guest.
 */
export class Lvtpc {
  readonly #mode: GuestAxes["lvtpc"];
  /** The poll of handler 0 before which it writes the entry again; -1 for never. */
  readonly #writtenBefore: number;
  #masked = false;
  /** Of the NMI in progress: handler 0 has written the entry. */
  #written = true;

  /** @param slots those of handler 0 */
  constructor(mode: GuestAxes["lvtpc"], slots: number) {
    this.#mode = mode;
    this.#writtenBefore = mode === "early" ? 0 : mode === "late" ? slots - 1 : -1;
  }

  /** An NMI is taken, and the handlers will be called. */
  begin(): void {
    this.#written = false;
  }

  /** The polls up to number `poll` have been made: what comes next comes before it. */
  polled(poll: number): void {
    if (this.#written || this.#writtenBefore < 0 || poll <= this.#writtenBefore) return;
    this.#written = true;
    this.#masked = false;
  }

  /** A counter of handler 0 overflows: whether it sends an edge. */
  overflow(): boolean {
    if (this.#mode === "unmasked") return true;
    const sends = !this.#masked;
    this.#masked = true;
    return sends;
  }
}
