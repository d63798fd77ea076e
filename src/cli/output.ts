import type { WriteStream } from "node:tty";
import pc from "picocolors";

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
}

/** The streams of this process. `NO_COLOR` and `FORCE_COLOR` are respected. */
export function processOutput(): Output {
  return {
    answer: (text) => void process.stdout.write(text),
    remark: (text) => void process.stderr.write(text),
    colour: process.stdout.isTTY === true && pc.isColorSupported,
    terminal: process.stderr.isTTY === true ? process.stderr : null,
    width: process.stdout.columns ?? 100,
  };
}

/** The colours for a stream: those of the terminal, or none. */
export function palette(colour: boolean): ReturnType<typeof pc.createColors> {
  return pc.createColors(colour);
}
