import { readFileSync } from "node:fs";

/**
 * Bytes of memory that a process has at the moment (`VmRSS` in `/proc/PID/status`, see
 * proc_pid_status(5)); null where there is no such process, or where the system does not tell.
 */
export function residentBytes(pid: number): number | null {
  let status: string;
  try {
    status = readFileSync(`/proc/${pid}/status`, "latin1");
  } catch {
    return null;
  }
  const [, kibibytes] = /^VmRSS:\s+(\d+) kB$/m.exec(status) ?? [];
  return kibibytes === undefined ? null : Number(kibibytes) * 1024;
}

/** The same of several processes together; null where it is known of none. */
export function residentBytesOf(pids: Iterable<number>): number | null {
  const known = [...pids].map(residentBytes).filter((bytes) => bytes !== null);
  return known.length === 0 ? null : known.reduce((sum, bytes) => sum + bytes, 0);
}
