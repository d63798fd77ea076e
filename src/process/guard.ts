import type { Writable } from "node:stream";
import { execa } from "execa";
import { builtProgram } from "./built-program.js";

/** The process groups under guard, and the pipe to the program that ends them with us. */
const guarded = new Set<number>();
let guard: Writable | undefined;

function tell(line: string): void {
  guard ??= startGuard();
  guard.write(`${line}\n`);
}

function startGuard(): Writable {
  const child = execa(process.execPath, [builtProgram("src/process/guard-program.ts")], {
    detached: true,
    cleanup: false,
    cwd: "/",
    reject: false,
    stdin: "pipe",
    stdout: "ignore",
    stderr: "ignore",
  });
  // The guard must not keep nmicheck alive: neither the process nor the pipe to it counts.
  child.unref();
  const pipe: Writable & { unref?: () => void } = child.stdin;
  pipe.unref?.();
  pipe.on("error", () => {});
  child.once("exit", () => {
    if (guard !== pipe) return;
    guard = undefined;
    for (const group of guarded) tell(`+${group}`);
  });
  return pipe;
}

/**
 * Starts the guard, if it does not run: before the child, so that only the moment between the start
 * of the child and the word to the guard is left in which a SIGKILL finds it unguarded.
 */
export function readyGuard(): void {
  guard ??= startGuard();
}

/**
 * Has the process group ended when nmicheck ends before it, by whatever cause, SIGKILL included: a
 * small program in a session of its own holds the other end of a pipe, and sees it close. Start the
 * child with `detached: true`, so that its process id is its group's.
 *
 * @returns what to call once the group has ended, for its id may be given to others.
 */
export function guardGroup(group: number): () => void {
  guarded.add(group);
  tell(`+${group}`);
  return () => {
    guarded.delete(group);
    tell(`-${group}`);
  };
}
