/**
 * The rate limit of "Uhhuh" (`pr_emerg_ratelimited`: DEFAULT_RATELIMIT_INTERVAL and
 * DEFAULT_RATELIMIT_BURST of include/linux/ratelimit_types.h), in microseconds and messages.
 */
const INTERVAL = 5_000_000;
const BURST = 10;
/** Another CPU that prints at this moment makes `___ratelimit` suppress a message: it does not wait. */
const AT_ONCE = 1_000;

/** Whether a report would have been printed, as far as other reports tell. */
export class ReportRate {
  /** The latest reports, oldest first. */
  readonly #latest: { readonly cpu: number; readonly time: number }[] = [];
  #suppressed = false;
  /** Until when reports may be missing. */
  #lostUntil = Number.NEGATIVE_INFINITY;

  reported(cpu: number, time: number): void {
    this.#latest.push({ cpu, time });
    if (this.#latest.length > BURST) this.#latest.shift();
  }

  /** Events are missing that were logged before `time`: there may have been reports among them. */
  lost(time: number): void {
    this.#lostUntil = Math.max(this.#lostUntil, time);
  }

  /** The kernel says that it did not print some: from then on silence says nothing. */
  suppressed(): void {
    this.#suppressed = true;
  }

  /**
   * Whether a report of an NMI at `time` would surely have been printed. Asked once later events are
   * known, so that a report of another CPU at the same time is among the latest.
   */
  wouldHavePrinted(cpu: number, time: number): boolean {
    if (this.#suppressed || time - this.#lostUntil < INTERVAL + AT_ONCE) return false;
    const recent = this.#latest.filter((one) => time - one.time < INTERVAL + AT_ONCE);
    if (recent.length >= BURST) return false;
    return !recent.some((one) => one.cpu !== cpu && Math.abs(one.time - time) < AT_ONCE);
  }
}
