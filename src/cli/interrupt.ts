/** What Ctrl-C, a polite kill and a closed terminal send. */
const SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

export type InterruptName = (typeof SIGNALS)[number];

/** The reason that a run gives for its end when it was interrupted. */
export class Interrupted extends Error {
  override readonly name = "Interrupted";
  readonly signal: InterruptName;

  constructor(signal: InterruptName) {
    super(`interrupted by ${signal}`);
    this.signal = signal;
  }
}

/**
 * A signal that is aborted by Ctrl-C, by a polite kill and by a terminal that is closed, so that
 * what runs can end its children and take its folders along. A second one ends nmicheck at once, as
 * it would without this. Its reason is `Interrupted`.
 *
 * What computes without a pause hears of nothing: ask for this only where the event loop gets its
 * turn, and let Ctrl-C end the process elsewhere.
 */
export function interruptSignal(): { readonly signal: AbortSignal; readonly release: () => void } {
  const controller = new AbortController();
  const onSignal = (name: InterruptName): void => {
    release();
    controller.abort(new Interrupted(name));
  };
  const listeners = SIGNALS.map((name) => ({ name, listener: () => onSignal(name) }));
  const release = (): void => {
    for (const { name, listener } of listeners) process.off(name, listener);
  };
  for (const { name, listener } of listeners) process.on(name, listener);
  return { signal: controller.signal, release };
}

/**
 * Ends this process by the signal that interrupted it, as if it had not been caught: so a shell
 * knows that it was interrupted, and ends a script or loop around it.
 */
export function endBy({ signal }: Interrupted): void {
  process.kill(process.pid, signal);
}
