import { realpath } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import type { Readable } from "node:stream";
import { execa } from "execa";
import { Fault } from "../fault/fault.js";
import { errorCode, reasonOf } from "../fault/system-error.js";
import { guardGroup, readyGuard } from "../process/guard.js";
import { withTemporaryFolder } from "../process/temporary-folder.js";
import { commandLine, type TlcTask } from "./command-line.js";
import { conclude } from "./conclude.js";
import { TlcEventReader } from "./event-stream.js";
import type { TlcEvent } from "./events.js";
import { javaBroken, javaMissing } from "./faults.js";
import type { TlcJar } from "./jar.js";
import { JAVA_ENVIRONMENT, type Java } from "./java.js";
import type { Exit, TlcOutcome } from "./outcome.js";
import { RunRecord } from "./record.js";
import { locateWith, type MapPlace } from "./tla-place.js";

/** A task for TLC, what to run it with, and who wants to hear of it. */
export interface TlcRequest extends TlcTask {
  readonly java: Java;
  readonly jar: TlcJar;
  /** When to give up; never if not given. */
  readonly timeoutSeconds?: number | undefined;
  /** Ends the run early. */
  readonly signal?: AbortSignal | undefined;
  /** Hears every event while TLC runs. */
  readonly onEvent?: ((event: TlcEvent) => void) | undefined;
  /** Maps a place in the TLA+ back to what it was made from. */
  readonly mapPlace?: MapPlace | undefined;
}

/** A run of TLC that has ended. */
export interface TlcRun {
  readonly outcome: TlcOutcome;
  /** As TLC tells it, `TLC2 Version 2.18 of 20 March 2023`; null if it did not come that far. */
  readonly version: string | null;
  /** From the start of Java to its end. */
  readonly seconds: number;
  /** It went on from a checkpoint: what was computed before that is not among the generated states. */
  readonly isResumed?: true;
}

/** The purpose in the name of a run's folder. */
const PURPOSE = "tlc";

/**
 * Runs TLC once. Everything that it writes goes to a folder of its own for temporary files, which is
 * gone when the run has ended, as is Java. If this process is killed, Java ends within seconds, and
 * the folder goes with the next run.
 *
 * What goes wrong with the run is its outcome `failed`.
 *
 * @throws the reason of `signal`, once Java has ended; whatever `onEvent` throws
 */
export async function runTlc(request: TlcRequest): Promise<TlcRun> {
  request.signal?.throwIfAborted();
  try {
    return await withTemporaryFolder(PURPOSE, (folder) => runIn(folder, request));
  } catch (error) {
    if (!(error instanceof Fault) || error.code !== "process/temp-not-writable") throw error;
    return { outcome: { kind: "failed", fault: error, reached: null }, version: null, seconds: 0 };
  }
}

async function runIn(folder: string, request: TlcRequest): Promise<TlcRun> {
  const { java, jar, signal, timeoutSeconds } = request;
  const record = new RunRecord();
  const task: TlcTask = {
    ...request,
    module: await withoutLinks(request.module),
    config: await withoutLinks(request.config),
    dump: request.dump === undefined ? undefined : resolve(request.dump),
  };
  const began = performance.now();
  readyGuard();
  const child = execa(java.command, commandLine(task, jar.path, folder), {
    cwd: folder,
    env: JAVA_ENVIRONMENT,
    stdin: "ignore",
    buffer: false,
    reject: false,
    detached: true,
    killSignal: "SIGKILL",
    ...(timeoutSeconds === undefined ? {} : { timeout: timeoutSeconds * 1000 }),
    ...(signal === undefined ? {} : { cancelSignal: signal }),
  });
  const release = child.pid === undefined ? null : guardGroup(child.pid);
  try {
    const [stderr] = await Promise.all([
      startOf(child.stderr),
      readEvents(child.stdout, (event) => {
        record.take(event);
        request.onEvent?.(event);
      }),
    ]);
    const result = await child;
    const seconds = (performance.now() - began) / 1000;
    signal?.throwIfAborted();
    const isResumed = request.checkpoint !== undefined && request.checkpoint.recover !== null;
    const facts = {
      version: record.version,
      seconds,
      ...(isResumed ? { isResumed } : {}),
    };
    const code = result.exitCode === undefined && !result.timedOut ? errorCode(result) : undefined;
    if (code !== undefined) {
      const fault =
        code === "ENOENT"
          ? javaMissing(java.command)
          : javaBroken(java.command, `${reasonOf(result)}.`, result);
      return { ...facts, outcome: { kind: "failed", fault, reached: null } };
    }
    const outcome = conclude(record, {
      exit: exitOf(result, timeoutSeconds),
      stderr,
      launch: { jar: jar.path, heap: request.heap ?? null },
      locate: locateWith(dirname(task.module), request.mapPlace),
    });
    return { ...facts, outcome };
  } finally {
    // Only if reading has failed is it still there.
    child.kill("SIGKILL");
    await child;
    release?.();
  }
}

/** The way from one folder to another is told by names only if no link lies on it. */
export async function withoutLinks(path: string): Promise<string> {
  // TLC itself tells of a file that is not there.
  return await realpath(path).catch(() => resolve(path));
}

/** How a child has ended. */
export function exitOf(
  result: { readonly exitCode?: number; readonly signal?: string; readonly timedOut: boolean },
  timeoutSeconds: number | undefined,
): Exit {
  if (result.timedOut) return { kind: "timeout", seconds: timeoutSeconds ?? 0 };
  if (result.exitCode !== undefined) return { kind: "code", code: result.exitCode };
  return { kind: "signal", signal: result.signal ?? "an unknown signal" };
}

/** Reads TLC's stream to its end. */
export async function readEvents(stdout: Readable, take: (event: TlcEvent) => void): Promise<void> {
  const reader = new TlcEventReader();
  for await (const chunk of stdout) {
    for (const event of reader.push(bytes(chunk))) take(event);
  }
  for (const event of reader.end()) take(event);
}

/** How much of what Java writes to its standard error is kept: the first lines tell the cause. */
const KEPT_BYTES = 64 * 1024;

/** What a child writes, the first of it. */
export async function startOf(stderr: Readable): Promise<string> {
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
