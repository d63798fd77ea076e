// The processes of one run, by a mark in their environment that children inherit.
import { randomInt } from "node:crypto";
import { readFileSync } from "node:fs";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

/** The variable that marks a run's processes. */
export const MARK = "NMICHECK_CAMPAIGN";

/** Prefix of this campaign's marks: two campaigns on one machine do not see each other. */
const campaign = `${process.pid}.${randomInt(2 ** 32)}`;

/** The mark of run `number`. */
export function markOf(number) {
  return `${campaign}.${number}.`;
}

/** The living processes with `mark`, each with its command line; zombies have none. */
export async function marked(mark) {
  const found = [];
  for (const pid of await readdir("/proc")) {
    if (!/^\d+$/.test(pid) || Number(pid) === process.pid) continue;
    const environment = await readFile(join("/proc", pid, "environ"), "utf8").catch(() => "");
    if (!environment.includes(`${MARK}=${mark}`)) continue;
    const command = await readFile(join("/proc", pid, "cmdline"), "utf8").catch(() => "");
    if (command !== "") found.push({ pid: Number(pid), command: command.replaceAll("\0", " ") });
  }
  return found;
}

/**
 * Sends the signal to a process, unless it is ending already: then it has no memory any more, and
 * would take the signal without hearing it. Gives whether it was sent.
 */
export function signalTo(pid, signal) {
  try {
    if (readFileSync(`/proc/${pid}/environ`).length === 0) return false;
    return process.kill(pid, signal);
  } catch {
    return false;
  }
}

/**
 * Waits until the run has a process whose command matches, then `milliseconds` longer, and sends it
 * the signal. Gives whether one was hit; a run that ends before has had nothing to hit.
 */
export async function hit(mark, pattern, signal, milliseconds, hasEnded) {
  while (!hasEnded()) {
    if ((await marked(mark)).some(({ command }) => pattern.test(command))) break;
    await sleep(20);
  }
  await sleep(milliseconds);
  const victim = (await marked(mark)).find(({ command }) => pattern.test(command));
  if (victim === undefined || hasEnded()) return false;
  return signalTo(victim.pid, signal);
}
