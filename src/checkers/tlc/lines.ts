/**
 * Cuts a stream of bytes into lines. A chunk may end anywhere: inside a line, inside a line break,
 * inside a UTF-8 character.
 */
export class LineReader {
  readonly #decoder = new TextDecoder("utf-8");
  #rest = "";

  /** The lines that end in this chunk, without their line breaks. */
  push(chunk: Uint8Array): readonly string[] {
    return this.#split(this.#decoder.decode(chunk, { stream: true }));
  }

  /** What is left when the stream has ended: text after the last line break, or "". */
  end(): string {
    this.#rest += this.#decoder.decode();
    return this.#rest;
  }

  #split(text: string): readonly string[] {
    const lines: string[] = [];
    let from = 0;
    for (let to = text.indexOf("\n"); to !== -1; to = text.indexOf("\n", from)) {
      const line = this.#rest + text.slice(from, to);
      lines.push(line.endsWith("\r") ? line.slice(0, -1) : line);
      this.#rest = "";
      from = to + 1;
    }
    this.#rest += text.slice(from);
    return lines;
  }
}
