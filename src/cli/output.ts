import type { WriteStream } from "node:tty";
import pc from "picocolors";
import { renderDiagnostic } from "../base/diagnostic/render.js";
import { errorCode } from "../base/diagnostic/system-error.js";
import { unexpected } from "./diagnostics.js";
import { EXIT } from "./exit-code.js";

/** Where a command writes: its answer on one stream, everything else on the other. */
export interface Output {
  /** The answer, with its own newlines. */
  readonly answer: (text: string) => void;
  /** Remarks, warnings, progress: never a part of the answer. */
  readonly remark: (text: string) => void;
  /** Whether the answer goes to a terminal of somebody who wants colour. */
  readonly colour: boolean;
  /** The terminal that remarks go to, for progress that overwrites itself; null for a pipe. */
  readonly terminal: WriteStream | null;
  /** How wide the answer may be, in columns. */
  readonly width: number;
  /** Aborted when nobody reads the answer any more. */
  readonly unread: AbortSignal;
}

/**
 * Hears of what goes wrong with the streams of this process, which would end it with a stack trace.
 * Who reads an answer may stop before its end (`| head -1`): that changes no verdict and no exit
 * code. An answer that was lost otherwise, on a full disk say, is no answer: exit code 3.
 */
function watchStreams(): AbortSignal {
  const unread = new AbortController();
  let lost: Error | null = null;
  process.stdout.on("error", (error) => {
    unread.abort();
    if (errorCode(error) !== "EPIPE") lost ??= error;
  });
  // Nobody is left who could be told.
  process.stderr.on("error", () => {});
  process.on("exit", () => {
    if (lost === null) return;
    process.stderr.write(`${renderDiagnostic(unexpected(lost))}\n`);
    process.exitCode = EXIT.tool;
  });
  return unread.signal;
}

/** The streams of this process. `NO_COLOR` and `FORCE_COLOR` are respected. */
export function processOutput(): Output {
  const unread = watchStreams();
  return {
    answer: (text) => void process.stdout.write(text),
    remark: (text) => void process.stderr.write(text),
    colour: process.stdout.isTTY === true && pc.isColorSupported,
    terminal: process.stderr.isTTY === true ? process.stderr : null,
    width: process.stdout.columns ?? 100,
    unread,
  };
}

/** The colours for a stream: those of the terminal, or none. */
export function palette(colour: boolean): ReturnType<typeof pc.createColors> {
  return pc.createColors(colour);
}
