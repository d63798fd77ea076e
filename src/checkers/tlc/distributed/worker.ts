import { mkdir } from "node:fs/promises";
import { execa } from "execa";
import { expectChild } from "../../../base/process/guard.js";
import { JAVA_ENVIRONMENT, type Java } from "../java.js";
import { type JavaLine, javaLine } from "./java-line.js";

/** How a worker ended. */
export interface WorkerEnd {
  /** It was told by the server that the work is done. */
  readonly isDone: boolean;
  /** `exit code 1`, `SIGKILL`. */
  readonly how: string;
  /** The last line that it wrote. */
  readonly said: string;
}

/** A worker that runs. */
export interface Worker {
  readonly pid: number | undefined;
  readonly ended: Promise<WorkerEnd>;
  kill(): void;
}

/** Lines of a worker that are kept. */
const KEPT_CHARACTERS = 64 * 1024;

/** Starts one worker process. It waits for the server, if that is not there yet. */
export async function startWorker(
  java: Java,
  line: JavaLine,
  onLine?: (line: string) => void,
): Promise<Worker> {
  await mkdir(line.folder, { recursive: true });
  const expected = expectChild();
  const child = execa(
    java.command,
    [...javaLine(line, "tlc2.tool.distributed.TLCWorker"), line.server.host],
    {
      cwd: line.folder,
      env: { ...JAVA_ENVIRONMENT, ...expected.environment },
      stdin: "ignore",
      all: true,
      buffer: false,
      reject: false,
      detached: true,
      killSignal: "SIGKILL",
    },
  );
  const release = expected.guard(child.pid);
  const ended = (async (): Promise<WorkerEnd> => {
    let text = "";
    let isDone = false;
    try {
      for await (const one of child.iterable({ from: "all" })) {
        const said = String(one);
        isDone ||= said.includes("work completed");
        text = `${text}${said}\n`.slice(-KEPT_CHARACTERS);
        onLine?.(said);
      }
      const { exitCode, signal } = await child;
      const how = exitCode === undefined ? (signal ?? "it did not start") : `exit code ${exitCode}`;
      return { isDone: isDone && exitCode === 0, how, said: lastLine(text) };
    } finally {
      child.kill("SIGKILL");
      await child;
      release();
    }
  })();
  return { pid: child.pid, ended, kill: () => void child.kill("SIGKILL") };
}

function lastLine(text: string): string {
  return text.trim().split("\n").at(-1)?.trim() ?? "";
}
