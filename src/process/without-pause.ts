import { setImmediate } from "node:timers/promises";

/** What Ctrl-C, a polite kill and a closed terminal send. */
export const INTERRUPTS = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

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
  // Of two turns of the event loop the second looks for signals in any case.
  await setImmediate();
  await setImmediate();
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
