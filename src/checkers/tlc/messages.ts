import { LineReader } from "./lines.js";

/** The severities in the order of their numbers in `tlc2.output.MP`. */
const SEVERITIES = ["none", "error", "bug", "warning", "state"] as const;

/** How grave a message is, by TLC; a `state` belongs to a counterexample. */
export type Severity = (typeof SEVERITIES)[number];

/** A message of TLC's `-tool` mode, with the messages that were printed inside it. */
export interface Message {
  readonly code: number;
  readonly severity: Severity;
  /** Its own lines, joined by `\n`, without those of nested messages. */
  readonly text: string;
  readonly nested: readonly Message[];
}

/** What the `-tool` stream is made of. */
export type Frame =
  | { readonly kind: "message"; readonly message: Message }
  /** A line outside of every message; SANY, the parser, prints so. */
  | { readonly kind: "line"; readonly line: string }
  /** The stream does not follow its own rules: nothing in it can be relied on. */
  | { readonly kind: "malformed"; readonly what: string }
  /** The stream ended inside a message or inside a line. */
  | { readonly kind: "cut"; readonly where: string };

interface OpenMessage {
  readonly code: number;
  readonly severity: Severity;
  readonly lines: string[];
  readonly nested: Message[];
}

/** A nested message may start behind text of the outer one: `: @!@!@STARTMSG 5001:0 @!@!@`. */
const START = /^(.*)@!@!@STARTMSG (-?\d+):(\d+) @!@!@$/;
const END = /^@!@!@ENDMSG (-?\d+) @!@!@$/;

/** What each line ends in that starts or ends a message. */
const MARK = " @!@!@";

/** Reads TLC's `-tool` stream, as it arrives, into messages and the lines between them. */
export class MessageReader {
  readonly #lines = new LineReader();
  readonly #open: OpenMessage[] = [];

  /** The frames that this chunk completes. */
  push(chunk: Uint8Array): readonly Frame[] {
    const frames: Frame[] = [];
    for (const line of this.#lines.push(chunk)) this.#readLine(line, frames);
    return frames;
  }

  /** What is to be said of the stream's end: a `cut` unless it ended between two lines and messages. */
  end(): readonly Frame[] {
    const rest = this.#lines.end();
    const innermost = this.#open.at(-1);
    if (innermost !== undefined) {
      return [{ kind: "cut", where: `inside message ${innermost.code}` }];
    }
    return rest === "" ? [] : [{ kind: "cut", where: "inside a line" }];
  }

  #readLine(line: string, frames: Frame[]): void {
    if (!line.endsWith(MARK)) {
      this.#readText(line, frames);
      return;
    }
    const [, before, start, severity] = START.exec(line) ?? [];
    const [, end] = END.exec(line) ?? [];
    if (start !== undefined && severity !== undefined) {
      if (before !== undefined && before !== "") this.#readText(before, frames);
      this.#start(Number(start), Number(severity), frames);
    } else if (end !== undefined) {
      this.#end(Number(end), frames);
    } else {
      this.#readText(line, frames);
    }
  }

  #readText(line: string, frames: Frame[]): void {
    const innermost = this.#open.at(-1);
    if (innermost === undefined) frames.push({ kind: "line", line });
    else innermost.lines.push(line);
  }

  #start(code: number, number: number, frames: Frame[]): void {
    const severity = SEVERITIES[number];
    if (severity === undefined) {
      frames.push({ kind: "malformed", what: `message ${code} has the severity ${number}` });
    }
    this.#open.push({ code, severity: severity ?? "none", lines: [], nested: [] });
  }

  #end(code: number, frames: Frame[]): void {
    const ended = this.#open.pop();
    if (ended === undefined || ended.code !== code) {
      const open = ended === undefined ? "no message is open" : `message ${ended.code} is open`;
      frames.push({ kind: "malformed", what: `message ${code} ends where ${open}` });
      return;
    }
    const { severity, lines, nested } = ended;
    const message: Message = { code, severity, text: lines.join("\n"), nested };
    const outer = this.#open.at(-1);
    if (outer === undefined) frames.push({ kind: "message", message });
    else outer.nested.push(message);
  }
}
