import { randomUUID } from "node:crypto";
import type { Writable } from "node:stream";
import { execa } from "execa";
import { builtProgram } from "./built-program.js";
import { CHILD_MARK } from "./marked-processes.js";
import { processStart } from "./process-identity.js";

/** The process groups under guard, and the pipe to the program that ends them with us. */
const guarded = new Set<number>();
/** The marks of children whose process ids the guard does not know yet. */
const expected = new Set<string>();
let guard: Writable | undefined;

/** The folders in which this process makes folders of its own. */
const parents = new Set<string>();

/** A child that is about to be started. */
export interface ExpectedChild {
  /** To be added to the child's environment. */
  readonly environment: Readonly<Record<string, string>>;
  /**
   * Guards the child's process group from now on; returns what to call once the group has ended.
   * Without a process id the child has not started, and nobody looks for it.
   */
  guard(group: number | undefined): () => void;
}

function tell(line: string): void {
  guard ??= startGuard();
  guard.write(`${line}\n`);
}

function startGuard(): Writable {
  const owner = [String(process.pid), processStart(process.pid) ?? "0"];
  const program = builtProgram("src/base/process/guard-program.ts");
  const child = execa(process.execPath, [program, ...owner], {
    detached: true,
    cleanup: false,
    // It may itself run under a guard, and outlives what that one ends.
    env: { [CHILD_MARK]: undefined },
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
    for (const mark of expected) tell(`?${mark}`);
    for (const group of guarded) tell(`+${group}`);
  });
  for (const parent of parents) pipe.write(folderLine(parent));
  return pipe;
}

function folderLine(parent: string): string {
  return `/${JSON.stringify(parent)}\n`;
}

/**
 * Has this process's own folders in `parent` removed when it ends before it could, once its children
 * have ended. While it has had no children there is no guard: the next start removes them then.
 */
export function guardFoldersIn(parent: string): void {
  if (parents.has(parent)) return;
  parents.add(parent);
  guard?.write(folderLine(parent));
}

/**
 * Has a child ended when nmicheck ends before it, by whatever cause, SIGKILL included: a small
 * program in a session of its own holds the other end of a pipe, and sees it close. Called before the
 * child is started with its `environment` and `detached: true`, so that its process id is its
 * group's: Linux also finds a child by that environment whose id nmicheck had no time to tell.
 *
 * `guard` returns what to call once the group has ended, for its id may be given to others.
 */
export function expectChild(): ExpectedChild {
  const mark = randomUUID();
  expected.add(mark);
  tell(`?${mark}`);
  return {
    environment: { [CHILD_MARK]: mark },
    guard: (group) => {
      if (group !== undefined) {
        guarded.add(group);
        tell(`+${group}`);
      }
      expected.delete(mark);
      tell(`!${mark}`);
      return () => {
        if (group === undefined) return;
        guarded.delete(group);
        tell(`-${group}`);
      };
    },
  };
}
