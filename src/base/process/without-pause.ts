import { setImmediate } from "node:timers/promises";

/** What Ctrl-C, a polite kill and a closed terminal send. */
export const INTERRUPTS = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/** Lets signals that have come be heard: of two turns of the event loop the second looks for them. */
export async function pause(): Promise<void> {
  await setImmediate();
  await setImmediate();
}

/**
 * Does `work`, which computes for long without a pause: nobody would hear a signal before its end.
 * So while it lasts nobody listens, and a signal ends nmicheck as it stands; the guard sees to
 * children and folders. What has come before is heard before.
 *
 * @throws the reason of `signal`; what `work` throws
 */
export async function withoutPause<Result>(
  signal: AbortSignal | undefined,
  work: () => Result | Promise<Result>,
): Promise<Result> {
  await pause();
  signal?.throwIfAborted();
  const heard = INTERRUPTS.map((name) => ({ name, listeners: process.listeners(name) }));
  for (const { name } of heard) process.removeAllListeners(name);
  try {
    return await work();
  } finally {
    for (const { name, listeners } of heard) {
      for (const listener of listeners) process.on(name, listener);
    }
  }
}
