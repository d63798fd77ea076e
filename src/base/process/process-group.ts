import { setTimeout as sleep } from "node:timers/promises";

/**
 * How long a killed process may take to be gone, in milliseconds. One that nobody waits for stays
 * in the table of processes, and in its group, though it runs no more.
 */
const KILLED_WITHIN = 300;
const LOOK_EVERY = 20;

/** Sends a signal to every process of the group (0 only asks); returns whether there was any. */
export function signalGroup(group: number, signal: NodeJS.Signals | 0): boolean {
  try {
    process.kill(-group, signal);
    return true;
  } catch {
    // ESRCH: the group is empty. EPERM: what is left belongs to somebody else.
    return false;
  }
}

async function groupEnds(group: number, milliseconds: number): Promise<boolean> {
  const deadline = Date.now() + milliseconds;
  while (signalGroup(group, 0)) {
    if (Date.now() >= deadline) return false;
    await sleep(LOOK_EVERY);
  }
  return true;
}

/**
 * Ends every process of a group: asks it to end (SIGTERM), and kills what is left after `grace`
 * milliseconds. Resolves when none is left, or shortly after the kill.
 */
export async function endGroup(group: number, grace: number): Promise<void> {
  if (!signalGroup(group, "SIGTERM")) return;
  if (await groupEnds(group, grace)) return;
  signalGroup(group, "SIGKILL");
  await groupEnds(group, KILLED_WITHIN);
}
