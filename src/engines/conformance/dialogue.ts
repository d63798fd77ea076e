import { isDeepStrictEqual } from "node:util";
import type { EngineCommand } from "../adapter/command.js";
import { EngineProcess } from "../adapter/engine-process.js";
import { excerpt } from "../adapter/excerpt.js";
import type { EngineLimits } from "../adapter/limits.js";
import { readAs, readObject, readRefusal, type Wire } from "../adapter/read-reply.js";
import type { ProcessEnd } from "../diagnostics.js";
import {
  ENGINE_PROTOCOL,
  type Operation,
  type RefusalCode,
  type Reply,
  replySchemas,
} from "../protocol.js";
import type { CheckFailure } from "./check.js";

/** Ends a check: the engine did not do as the rule says. */
export class CheckFailed extends Error {
  readonly failure: CheckFailure;

  constructor(failure: CheckFailure) {
    super(failure.expected);
    this.failure = failure;
  }
}

function endText(end: ProcessEnd): string {
  return end.how === "code" ? `it ended (exit code ${end.code})` : `it ended (${end.signal})`;
}

/** A conversation with one engine, line by line: it may say anything, and be answered anything. */
export class Dialogue {
  readonly #limits: EngineLimits;
  readonly #signal: AbortSignal | undefined;
  readonly #received: string[] = [];
  #process: EngineProcess | undefined;
  #wake: (() => void) | undefined;
  #overlong: string | undefined;
  #end: ProcessEnd | undefined;
  #sent: string | undefined;
  #nextId = 1;

  private constructor(limits: EngineLimits, signal: AbortSignal | undefined) {
    this.#limits = limits;
    this.#signal = signal;
  }

  /**
   * Starts an engine; whoever waits for it when `signal` aborts is told the signal's reason.
   *
   * @throws Diagnostic when the program cannot be started.
   */
  static async open(
    command: EngineCommand,
    limits: EngineLimits,
    signal?: AbortSignal,
  ): Promise<Dialogue> {
    signal?.throwIfAborted();
    const dialogue = new Dialogue(limits, signal);
    const wake = () => dialogue.#wake?.();
    dialogue.#process = await EngineProcess.start(command, limits, {
      lines: (lines) => {
        for (const line of lines) dialogue.#received.push(line);
        wake();
      },
      overlong: (start) => {
        dialogue.#overlong = start;
        wake();
      },
      drained: () => {},
      ended: (end) => {
        dialogue.#end = end;
        wake();
      },
    });
    return dialogue;
  }

  /** An id that was not used yet. */
  newId(): number {
    return this.#nextId++;
  }

  /** Sends text as it is; `shown` is what a failure shows of it. */
  send(text: string, shown = text.trimEnd()): void {
    this.#sent = shown;
    this.#process?.write(text);
  }

  /** The request that the next replies are about, of several sent at once. */
  looksAt(text: string): void {
    this.#sent = text;
  }

  /** Closes the engine's standard input. */
  endInput(): void {
    this.#sent = "(the end of its input)";
    this.#process?.endInput();
  }

  /** The next line of the engine. */
  async line(expected: string): Promise<string> {
    const line = this.#received.shift();
    if (line !== undefined) return line;
    if (this.#overlong !== undefined) throw this.failed(this.#overlong, expected);
    if (this.#end !== undefined) throw this.failed(endText(this.#end), expected);
    const { replyWithin } = this.#limits;
    if (await this.#woken(replyWithin)) return this.line(expected);
    throw this.failed(`nothing for ${replyWithin / 1000} s`, expected);
  }

  /** How the engine ends, and that it says nothing more until then. */
  async ends(expected: string): Promise<ProcessEnd> {
    while (this.#end === undefined) {
      if (await this.#woken(this.#limits.endWithin)) continue;
      throw this.failed(`it was still running after ${this.#limits.endWithin / 1000} s`, expected);
    }
    this.expectSilence(expected);
    return this.#end;
  }

  /** Nothing that was not asked for has come by now. */
  expectSilence(expected: string): void {
    const [line] = this.#received;
    if (line !== undefined) throw this.failed(line, expected);
  }

  /** The failure of the check: `received` in place of `expected`. */
  failed(received: string, expected: string): CheckFailed {
    const sent = this.#sent === undefined ? undefined : excerpt(this.#sent);
    const stderr = (this.#process?.stderr ?? []).map(excerpt);
    return new CheckFailed({ sent, received: excerpt(received), expected, stderr });
  }

  /** Reads the next line as the reply to the request with this id. */
  async reply(id: number | null, expected: string): Promise<Wire> {
    const line = await this.line(expected);
    const wire = readObject(line);
    if (wire === undefined) throw this.failed(line, `one JSON object on the line: ${expected}`);
    if (wire.id !== id) throw this.failed(line, `a reply with "id":${id}: ${expected}`);
    return wire;
  }

  /** Sends a request, and expects a reply of the right shape that says it went well. */
  async ask<Op extends Operation>(
    op: Op,
    fields: object,
    fits: { readonly [Field in keyof Reply<Op>]?: Reply<Op>[Field] } = {},
  ): Promise<Wire> {
    const id = this.newId();
    const expected = JSON.stringify({ id, ok: true, ...fits });
    this.send(`${JSON.stringify({ id, op, ...fields })}\n`);
    const wire = await this.reply(id, expected);
    const read = readAs(replySchemas[op], wire);
    if (!read.ok) {
      throw this.failed(JSON.stringify(wire), `${expected} (${read.problem})`);
    }
    for (const [field, value] of Object.entries(fits)) {
      if (isDeepStrictEqual(wire[field], value)) continue;
      throw this.failed(JSON.stringify(wire), expected);
    }
    return wire;
  }

  /** Sends a line, and expects it to be refused with this code. */
  async refuses(id: number | null, line: string, code: RefusalCode, shown?: string): Promise<void> {
    this.send(`${line}\n`, shown);
    const error = { code, message: "…" };
    const expected = JSON.stringify({ id, ok: false, error });
    const wire = await this.reply(id, expected);
    const read = readRefusal(wire);
    if (read === undefined || !read.ok || read.said.code !== code) {
      throw this.failed(JSON.stringify(wire), expected);
    }
  }

  /** Says hello. */
  async hello(): Promise<Reply<"hello">> {
    const wire = await this.ask("hello", { protocol: ENGINE_PROTOCOL });
    return replySchemas.hello.parse(wire);
  }

  /** Says goodbye: the engine answers, and ends with exit code 0. */
  async bye(): Promise<void> {
    await this.ask("bye", {});
    const expected = "exit code 0, and nothing more on standard output";
    const end = await this.ends(expected);
    if (end.how !== "code" || end.code !== 0) throw this.failed(endText(end), expected);
  }

  /** Ends the engine if it still runs. */
  async stop(): Promise<void> {
    await this.#process?.stop();
  }

  async #woken(milliseconds: number): Promise<boolean> {
    this.#signal?.throwIfAborted();
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => settle(() => resolve(false)), milliseconds);
      const aborted = () => settle(() => reject(this.#signal?.reason));
      const settle = (settled: () => void) => {
        clearTimeout(timer);
        this.#signal?.removeEventListener("abort", aborted);
        this.#wake = undefined;
        settled();
      };
      this.#wake = () => settle(() => resolve(true));
      this.#signal?.addEventListener("abort", aborted, { once: true });
    });
  }
}
