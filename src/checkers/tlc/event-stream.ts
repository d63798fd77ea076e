import type { TlcEvent } from "./events.js";
import { type Frame, MessageReader } from "./messages.js";
import { PrintedValue } from "./printed-value.js";
import { readMessage } from "./read-message.js";
import { sanyErrors } from "./sany.js";

/** How much of what SANY prints is kept: it prints two lines a module, and stops at an error. */
const SANY_LINES = 10_000;

/** Turns the bytes of TLC's `-tool` output into events while they arrive. */
export class TlcEventReader {
  readonly #messages = new MessageReader();
  /** What SANY has printed so far, while it runs. */
  #sany: string[] | null = null;
  /** What the specification prints, as far as it has come. */
  #printed: PrintedValue | null = null;

  /** The events that this chunk completes; it may begin and end anywhere. */
  push(chunk: Uint8Array): readonly TlcEvent[] {
    return this.#messages.push(chunk).flatMap((frame) => this.#read(frame));
  }

  /** The last events, once the stream has ended. */
  end(): readonly TlcEvent[] {
    return [
      ...this.#endSany(),
      ...this.#messages.end().flatMap((frame) => this.#read(frame)),
      ...(this.#printed === null
        ? []
        : [{ kind: "cut", where: "inside a value that it prints" } as const]),
    ];
  }

  #read(frame: Frame): TlcEvent | readonly TlcEvent[] {
    switch (frame.kind) {
      case "line":
        return this.#readLine(frame.line);
      case "message": {
        const event = readMessage(frame.message);
        if (this.#printed !== null) {
          const what = `message ${frame.message.code} comes inside a value that is printed`;
          return { kind: "malformed", what };
        }
        if (event.kind === "parsing-started") this.#sany = [];
        return event.kind === "parsing-finished" ? [...this.#endSany(), event] : event;
      }
      default:
        return frame;
    }
  }

  #readLine(line: string): TlcEvent | readonly TlcEvent[] {
    if (this.#printed === null) this.#printed = PrintedValue.begin(line);
    else this.#printed.add(line);
    if (this.#printed !== null) {
      if (!this.#printed.isWhole) return [];
      const { text } = this.#printed;
      this.#printed = null;
      return { kind: "printed", text };
    }
    if (this.#sany !== null && this.#sany.length < SANY_LINES) this.#sany.push(line);
    const [, module] = /^Semantic processing of module (\w+)$/.exec(line) ?? [];
    return module === undefined
      ? { kind: "output", line }
      : { kind: "semantic-processing", module };
  }

  #endSany(): readonly TlcEvent[] {
    const printed = this.#sany ?? [];
    this.#sany = null;
    return sanyErrors(printed).map((error) => ({ kind: "parse-error", error }));
  }
}
