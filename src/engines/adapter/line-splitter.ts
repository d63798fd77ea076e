import { StringDecoder } from "node:string_decoder";

/** What a chunk of output completed. */
export interface SplitOutput {
  readonly lines: readonly string[];
  /** The beginning of a line that passed the limit, if there was one; what follows is lost. */
  readonly overlong: string | undefined;
}

/** Cuts a stream of UTF-8 into lines, wherever its chunks end, and keeps at most one line of it. */
export class LineSplitter {
  readonly #decoder = new StringDecoder("utf8");
  readonly #limit: number;
  #rest = "";

  /** @param limit the longest line, in characters. */
  constructor(limit: number) {
    this.#limit = limit;
  }

  /** The lines that end in this chunk, without their newline. */
  push(chunk: Buffer): SplitOutput {
    const text = this.#decoder.write(chunk);
    const lines: string[] = [];
    let from = 0;
    for (let to = text.indexOf("\n"); to >= 0; to = text.indexOf("\n", from)) {
      const line = this.#rest + text.slice(from, to);
      this.#rest = "";
      if (line.length > this.#limit) return { lines, overlong: line };
      lines.push(line);
      from = to + 1;
    }
    this.#rest += text.slice(from);
    if (this.#rest.length <= this.#limit) return { lines, overlong: undefined };
    const overlong = this.#rest;
    this.#rest = "";
    return { lines, overlong };
  }

  /** What came after the last newline. */
  get rest(): string {
    return this.#rest;
  }
}
