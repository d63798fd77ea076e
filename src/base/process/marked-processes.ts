import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** The variable in whose value a child carries its mark. */
export const CHILD_MARK = "NMICHECK_CHILD";

/**
 * The processes that were started with a mark, and what they have started: those of this user, on
 * Linux, by `/proc/PID/environ`, see proc(5). None where the system does not tell.
 */
export function markedProcesses(mark: string): readonly number[] {
  return namesIn("/proc").flatMap((name) => {
    const pid = Number(name);
    if (!Number.isInteger(pid)) return [];
    return environmentOf(pid).includes(`${CHILD_MARK}=${mark}`) ? [pid] : [];
  });
}

function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

function environmentOf(pid: number): readonly string[] {
  try {
    return readFileSync(join("/proc", String(pid), "environ"), "utf8").split("\0");
  } catch {
    // It has ended meanwhile, or belongs to somebody else.
    return [];
  }
}
