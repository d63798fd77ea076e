/** A text of TLA+, in which brackets mean nothing; or a bracket of a tuple. */
const TOKEN = /"(?:[^"\\]|\\.)*"|<<|>>/g;

/** A tuple that a specification prints with `PrintT`: TLC spreads a long one over several lines. */
export class PrintedValue {
  readonly #lines: string[] = [];
  #open = 0;

  private constructor() {}

  /** The value that `line` begins, or null if it begins none. */
  static begin(line: string): PrintedValue | null {
    if (!line.startsWith("<<")) return null;
    const value = new PrintedValue();
    value.add(line);
    return value;
  }

  add(line: string): void {
    this.#lines.push(line);
    for (const [token] of line.matchAll(TOKEN)) {
      if (token === "<<") this.#open++;
      if (token === ">>") this.#open--;
    }
  }

  /** Whether its last line is there. */
  get isWhole(): boolean {
    return this.#open <= 0;
  }

  get text(): string {
    return this.#lines.join("\n");
  }
}
