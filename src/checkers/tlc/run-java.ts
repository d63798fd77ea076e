import type { Readable } from "node:stream";
import { execa } from "execa";
import { errorCode, reasonOf } from "../../base/diagnostic/system-error.js";
import { expectChild } from "../../base/process/guard.js";
import { javaBroken, javaMissing, type TlcDiagnostic } from "./diagnostics.js";
import { TlcEventReader } from "./event-stream.js";
import type { TlcEvent } from "./events.js";
import { JAVA_ENVIRONMENT, type Java } from "./java.js";
import type { Exit } from "./outcome.js";

/** A Java that runs a class of TLC's, and who wants to hear of it. */
export interface JavaTask {
  readonly java: Java;
  readonly line: readonly string[];
  /** Where it runs. */
  readonly folder: string;
  /** When to give up; never if not given. */
  readonly timeoutSeconds?: number | undefined;
  /** Ends it early. */
  readonly signal?: AbortSignal | undefined;
  readonly onProcess?: ((pid: number) => void) | undefined;
  /** Hears every event while TLC runs; `end` ends it. */
  readonly onEvent: (event: TlcEvent, end: () => void) => void;
}

/** How a Java has ended, or why it was never one. */
export type JavaEnd =
  | { readonly kind: "ended"; readonly exit: Exit; readonly stderr: string }
  | { readonly kind: "broken"; readonly diagnostic: TlcDiagnostic };

/**
 * Runs Java to its end. If this process is killed, Java ends within seconds.
 *
 * @throws the reason of `signal`, once Java has ended; whatever `onEvent` and `onProcess` throw
 */
export async function runJava(task: JavaTask): Promise<JavaEnd> {
  const { java, signal, timeoutSeconds } = task;
  const expected = expectChild();
  const child = execa(java.command, task.line, {
    cwd: task.folder,
    env: { ...JAVA_ENVIRONMENT, ...expected.environment },
    stdin: "ignore",
    buffer: false,
    reject: false,
    detached: true,
    killSignal: "SIGKILL",
    ...(timeoutSeconds === undefined ? {} : { timeout: timeoutSeconds * 1000 }),
    ...(signal === undefined ? {} : { cancelSignal: signal }),
  });
  const release = expected.guard(child.pid);
  const end = (): void => void child.kill("SIGKILL");
  try {
    if (child.pid !== undefined) task.onProcess?.(child.pid);
    const [stderr] = await Promise.all([
      startOf(child.stderr),
      readEvents(child.stdout, (event) => task.onEvent(event, end)),
    ]);
    const result = await child;
    signal?.throwIfAborted();
    const code = result.exitCode === undefined && !result.timedOut ? errorCode(result) : undefined;
    if (code === undefined) return { kind: "ended", exit: exitOf(result, timeoutSeconds), stderr };
    const diagnostic =
      code === "ENOENT"
        ? javaMissing(java.command)
        : javaBroken(java.command, `${reasonOf(result)}.`, result);
    return { kind: "broken", diagnostic };
  } finally {
    // Only if reading has failed is it still there.
    end();
    await child;
    release();
  }
}

/** How a child has ended. */
function exitOf(
  result: { readonly exitCode?: number; readonly signal?: string; readonly timedOut: boolean },
  timeoutSeconds: number | undefined,
): Exit {
  if (result.timedOut) return { kind: "timeout", seconds: timeoutSeconds ?? 0 };
  if (result.exitCode !== undefined) return { kind: "code", code: result.exitCode };
  return { kind: "signal", signal: result.signal ?? "an unknown signal" };
}

/** Reads TLC's stream to its end. */
async function readEvents(stdout: Readable, take: (event: TlcEvent) => void): Promise<void> {
  const reader = new TlcEventReader();
  for await (const chunk of stdout) {
    for (const event of reader.push(bytes(chunk))) take(event);
  }
  for (const event of reader.end()) take(event);
}

/** How much of what Java writes to its standard error is kept: the first lines tell the cause. */
const KEPT_BYTES = 64 * 1024;

/** What a child writes, the first of it. */
async function startOf(stderr: Readable): Promise<string> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of stderr) {
    if (length >= KEPT_BYTES) continue;
    chunks.push(bytes(chunk));
    length += bytes(chunk).length;
  }
  return Buffer.concat(chunks).toString("utf8");
}

function bytes(chunk: unknown): Uint8Array {
  if (chunk instanceof Uint8Array) return chunk;
  throw new TypeError("the stream of a child process holds bytes");
}
