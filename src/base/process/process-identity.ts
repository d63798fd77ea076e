import { createHash } from "node:crypto";
import { readFileSync, readlinkSync } from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";

/** Where Linux tells about processes; other systems have no such folder. */
const PROC = "/proc";

/** The states of a process that runs no more: zombie and dead (field 3 of `/proc/PID/stat`). */
const ENDED: ReadonlySet<string> = new Set(["Z", "X"]);

/** Stands for the machine and the space of process numbers: several containers may share a folder. */
export const processHost = createHash("sha256")
  .update(hostname())
  .update(processSpace())
  .digest("hex")
  .slice(0, 8);

function processSpace(): string {
  try {
    return readlinkSync(join(PROC, "self", "ns", "pid"));
  } catch {
    return "";
  }
}

/**
 * When a process began, since process numbers come again: in clock ticks since the machine started
 * (field 22 of `/proc/PID/stat`, see proc(5)); "0" where the system does not tell, null if there is no
 * such process, or one that has ended and is only waited for.
 */
export function processStart(pid: number): string | null {
  try {
    const stat = readFileSync(join(PROC, String(pid), "stat"), "utf8");
    // The second field is the program's name in parentheses, and may hold anything.
    const [state = "", ...others] = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    return ENDED.has(state) ? null : (others[18] ?? "0");
  } catch {
    return isAlive(pid) ? "0" : null;
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // The process of another user may not be signalled, but it is there.
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
}
