import { LineSplitter } from "./line-splitter.js";

const LINES = 5;
const LINE_LENGTH = 4_096;

/** The last lines of an engine's standard error, however much it writes there. */
export class StderrTail {
  #splitter = new LineSplitter(LINE_LENGTH);
  #lines: string[] = [];

  push(chunk: Buffer): void {
    // What is older than a few lines is not shown: a flood costs no memory and little time.
    const recent =
      chunk.length > LINES * LINE_LENGTH ? chunk.subarray(-LINES * LINE_LENGTH) : chunk;
    const { lines, overlong } = this.#splitter.push(recent);
    const all = overlong === undefined ? lines : [...lines, overlong];
    if (all.length > 0) this.#lines = [...this.#lines, ...all].slice(-LINES);
  }

  /** At most the last five lines that are not empty, the unfinished one included. */
  get lines(): readonly string[] {
    return [...this.#lines, this.#splitter.rest].filter((line) => line.trim() !== "").slice(-LINES);
  }
}
