import { readFile } from "node:fs/promises";

/** Clock ticks a second in /proc, the same on every Linux of today (sysconf(3), _SC_CLK_TCK). */
const TICKS = 100;

/** What /proc tells of a process: its parent, and the processor time that it has used so far. */
export interface ProcessTimes {
  readonly parent: number;
  readonly cpuSeconds: number;
}

/** Undefined where there is no such process any more. */
export async function processTimes(pid: number): Promise<ProcessTimes | undefined> {
  const stat = await readFile(`/proc/${pid}/stat`, "utf8").catch(() => undefined);
  if (stat === undefined) return undefined;
  // After the program's name in brackets come the state, the parent … (proc(5), /proc/pid/stat).
  const fields = stat.replace(/^.*\) /s, "").split(" ");
  const [, parent = 0, , , , , , , , , , user = 0, system = 0] = fields.map(Number);
  return { parent, cpuSeconds: (user + system) / TICKS };
}
