import { type Json, toJson } from "./json.js";
import { TlaValueParser } from "./parse.js";
import type { TlaValue } from "./value.js";

/** Enough for every value of every variable of a large model, and small enough to keep. */
const REMEMBERED = 65_536;

/**
 * Reads what TLC prints as values of the typed model. Parsing is slow and the same few texts come
 * again and again, so each is parsed once: the same text gives the same object.
 */
export class TlaValueReader {
  readonly #parser: TlaValueParser;
  readonly #remembered = new Map<string, Json>();

  private constructor(parser: TlaValueParser) {
    this.#parser = parser;
  }

  static async load(): Promise<TlaValueReader> {
    return new TlaValueReader(await TlaValueParser.load());
  }

  /**
   * The value that `text` says, of whatever kind.
   *
   * @throws Diagnostic `tla/value-syntax`
   */
  parse(text: string, origin: string): TlaValue {
    return this.#parser.parse(text, origin);
  }

  /**
   * The value of the typed model that `text` stands for.
   *
   * @param origin what to call the text in a diagnostic, for example `state 3, active`
   * @throws Diagnostic `tla/value-syntax` or `tla/value-shape`
   */
  read(text: string, origin: string): Json {
    const known = this.#remembered.get(text);
    if (known !== undefined) return known;
    const json = toJson(this.#parser.parse(text, origin), origin);
    if (this.#remembered.size >= REMEMBERED) this.#remembered.clear();
    this.#remembered.set(text, json);
    return json;
  }
}
