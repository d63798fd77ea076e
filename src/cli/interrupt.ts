import { INTERRUPTS } from "../base/process/without-pause.js";
import type { Output } from "./output.js";

export type InterruptName = (typeof INTERRUPTS)[number];

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
 * How long what was interrupted may take to end its children and to take its folders along. Then
 * nmicheck ends as it stands, and the guard does that for it.
 */
const MILLISECONDS_TO_END = 800;

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
    // Not before all have heard of it: `signal-exit`, by which execa ends its children, takes the signal
    // for its own to end this process by where it finds no other listener.
    setImmediate(release);
    controller.abort(new Interrupted(name));
  };
  const listeners = INTERRUPTS.map((name) => ({ name, listener: () => onSignal(name) }));
  const release = (): void => {
    for (const { name, listener } of listeners) process.off(name, listener);
  };
  for (const { name, listener } of listeners) process.on(name, listener);
  return { signal: controller.signal, release };
}

/**
 * Does `work`, which may be interrupted. Once it was, there is no result, whatever `work` makes of
 * it: it is to begin nothing more, and to end soon. If it does not, this process ends.
 *
 * @throws Interrupted; what `work` throws without having been interrupted
 */
export async function interruptible<Result>(
  output: Output,
  work: (signal: AbortSignal) => Promise<Result>,
): Promise<Result> {
  const { signal, release } = interruptSignal();
  let late: NodeJS.Timeout | undefined;
  signal.addEventListener("abort", () => {
    late = setTimeout(() => endBy(reasonOf(signal), output), MILLISECONDS_TO_END);
  });
  try {
    const result = await work(signal);
    signal.throwIfAborted();
    return result;
  } catch (error) {
    // Whatever else broke is the interruption's doing.
    throw signal.aborted ? signal.reason : error;
  } finally {
    release();
    clearTimeout(late);
  }
}

function reasonOf(signal: AbortSignal): Interrupted {
  if (signal.reason instanceof Interrupted) return signal.reason;
  throw new TypeError("a signal of this file has an interruption as its reason");
}

/**
 * Says so and ends this process by the signal that interrupted it, as if it had not been caught: so
 * a shell knows that it was interrupted, and ends a script or loop around it.
 */
export function endBy({ signal }: Interrupted, output: Output): void {
  output.remark("interrupted: nothing of it is left running.\n");
  process.kill(process.pid, signal);
}
