import { realpath } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import { Diagnostic } from "../../base/diagnostic/diagnostic.js";
import { withTemporaryFolder } from "../../base/process/temporary-folder.js";
import { commandLine, type TlcTask } from "./command-line.js";
import { conclude } from "./conclude.js";
import type { TlcEvent } from "./events.js";
import type { TlcJar } from "./jar.js";
import type { Java } from "./java.js";
import type { TlcOutcome } from "./outcome.js";
import { RunRecord } from "./record.js";
import { runJava } from "./run-java.js";
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
  /** Told the number of each process that starts for the run on this machine. */
  readonly onProcess?: ((pid: number) => void) | undefined;
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
    if (!(error instanceof Diagnostic) || error.code !== "process/temp-not-writable") throw error;
    return {
      outcome: { kind: "failed", diagnostic: error, reached: null },
      version: null,
      seconds: 0,
    };
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
  const ended = await runJava({
    java,
    line: commandLine(task, jar.path, folder),
    folder,
    timeoutSeconds,
    signal,
    onProcess: request.onProcess,
    onEvent: (event) => {
      record.take(event);
      request.onEvent?.(event);
    },
  });
  const isResumed = request.checkpoint !== undefined && request.checkpoint.recover !== null;
  const facts = {
    version: record.version,
    seconds: (performance.now() - began) / 1000,
    ...(isResumed ? { isResumed } : {}),
  };
  if (ended.kind === "broken") {
    return { ...facts, outcome: { kind: "failed", diagnostic: ended.diagnostic, reached: null } };
  }
  const outcome = conclude(record, {
    exit: ended.exit,
    stderr: ended.stderr,
    launch: { jar: jar.path, heap: request.heap ?? null },
    locate: locateWith(dirname(task.module), request.mapPlace),
    module: task.module,
    ...(request.goesOn === true ? { goesOn: true } : {}),
  });
  return { ...facts, outcome };
}

/** The way from one folder to another is told by names only if no link lies on it. */
export async function withoutLinks(path: string): Promise<string> {
  // TLC itself tells of a file that is not there.
  return await realpath(path).catch(() => resolve(path));
}
