import * as diagnostics from "../diagnostics.js";
import type { EngineCall } from "../engine.js";
import type { EngineCommand } from "./command.js";
import { EngineProcess } from "./engine-process.js";
import type { EngineLimits } from "./limits.js";
import { readObject, type Wire } from "./read-reply.js";

/** A request before it has its id. */
export type Asked =
  | EngineCall
  | { readonly op: "hello"; readonly protocol: string }
  | { readonly op: "bye" };

/** A reply as JSON, and as the text that it was. */
export interface RawReply {
  readonly wire: Wire;
  readonly line: string;
}

/** Looks at the reply to a request; may throw a diagnostic to end the conversation. */
export type OnReply = (asked: Asked, reply: RawReply) => void;

/** Requests that were handed in together; their promise settles with the last reply. */
interface Batch {
  readonly requests: readonly Asked[];
  sent: number;
  answered: number;
  readonly replied: OnReply;
  readonly finished: () => void;
  readonly failed: (reason: unknown) => void;
}

/** Why the conversation is over, and whether any request has rejected with it. */
interface Broken {
  readonly reason: unknown;
  told: boolean;
}

function textOf(id: number, asked: Asked): string {
  return `{"id":${id},${JSON.stringify(asked).slice(1)}`;
}

/** Text is handed to the pipe in pieces of about this many characters. */
const PIECE = 65_536;

/**
 * The conversation with one engine process: numbers the requests, keeps a bounded number of them
 * open, matches the replies in order, and turns every way in which that can fail into the one diagnostic
 * that all open and later requests reject with.
 */
export class Conversation {
  readonly #limits: EngineLimits;
  readonly #signal: AbortSignal | undefined;
  /** Batches that are not answered to the end: in order, those that were sent first. */
  readonly #batches: Batch[] = [];
  /** How many batches at the front were sent to the end. */
  #sentBatches = 0;
  #process: EngineProcess | undefined;
  /** The id of the next request. Those from `#due` on are open: sent, and not answered. */
  #nextId = 1;
  /** The id of the next reply. */
  #due = 1;
  #writable = true;
  #timer: NodeJS.Timeout | undefined;
  #broken: Broken | undefined;
  #saidBye = false;
  #onEnd: (() => void) | undefined;

  constructor(limits: EngineLimits, signal: AbortSignal | undefined) {
    this.#limits = limits;
    this.#signal = signal;
  }

  async start(command: EngineCommand): Promise<void> {
    this.#signal?.throwIfAborted();
    this.#process = await EngineProcess.start(command, this.#limits, {
      lines: (lines) => this.#lines(lines),
      overlong: (start) =>
        this.#fail(diagnostics.flood(this.evidence(start), this.#limits.lineLength)),
      drained: () => {
        this.#writable = true;
        this.#send();
      },
      ended: (end) => {
        this.#onEnd?.();
        if (!this.#saidBye || this.#open > 0) this.#fail(diagnostics.exited(this.evidence(), end));
      },
    });
    this.#signal?.addEventListener("abort", this.#aborted, { once: true });
    if (this.#signal?.aborted === true) this.#aborted();
  }

  readonly #aborted = () => this.#fail(this.#signal?.reason);

  get #open(): number {
    return this.#nextId - this.#due;
  }

  /** The command as it would be typed. */
  get title(): string {
    return this.#process?.title ?? "";
  }

  /** Sends requests after those that wait already; `replied` sees each reply in turn. */
  exchange(requests: readonly Asked[], replied: OnReply): Promise<void> {
    if (this.#broken !== undefined) return Promise.reject(this.#tell(this.#broken));
    if (requests.length === 0) return Promise.resolve();
    return new Promise((finished, failed) => {
      this.#batches.push({ requests, sent: 0, answered: 0, replied, finished, failed });
      this.#send();
    });
  }

  /** What was said last: the request that is due, and what the engine printed. */
  evidence(reply?: string): diagnostics.Evidence {
    const [batch] = this.#batches;
    const asked = this.#open > 0 ? batch?.requests[batch.answered] : undefined;
    return {
      command: this.title,
      request: asked === undefined ? undefined : textOf(this.#due, asked),
      reply,
      stderr: this.#process?.stderr ?? [],
    };
  }

  /**
   * Says goodbye and waits for the end. After a diagnostic it only waits, and throws the diagnostic if no
   * request has rejected with it.
   */
  async close(replied: OnReply): Promise<void> {
    const engine = this.#process;
    if (engine === undefined) return;
    try {
      if (this.#broken !== undefined && !this.#broken.told) throw this.#tell(this.#broken);
      if (this.#broken !== undefined || this.#saidBye) return;
      await this.exchange([{ op: "bye" }], replied);
      engine.endInput();
      await this.#processEnds(engine);
    } finally {
      this.#signal?.removeEventListener("abort", this.#aborted);
      await engine.stop();
    }
  }

  async #processEnds(engine: EngineProcess): Promise<void> {
    const { endWithin } = this.#limits;
    if (engine.end === undefined) {
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, endWithin);
        this.#onEnd = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    }
    if (this.#broken !== undefined) throw this.#tell(this.#broken);
    const end = engine.end;
    if (end === undefined) throw diagnostics.lingers(this.evidence(), endWithin);
    if (end.how !== "code" || end.code !== 0) throw diagnostics.badGoodbye(this.evidence(), end);
  }

  #tell(broken: Broken): unknown {
    broken.told = true;
    return broken.reason;
  }

  #send(): void {
    const engine = this.#process;
    let piece = "";
    while (engine !== undefined && this.#writable && this.#open < this.#limits.window) {
      const batch = this.#batches[this.#sentBatches];
      const asked = batch?.requests[batch.sent];
      if (batch === undefined || asked === undefined) break;
      piece += `${textOf(this.#nextId++, asked)}\n`;
      batch.sent++;
      if (batch.sent === batch.requests.length) this.#sentBatches++;
      if (asked.op === "bye") this.#saidBye = true;
      if (piece.length >= PIECE) {
        this.#writable = engine.write(piece);
        piece = "";
      }
    }
    if (piece !== "" && engine !== undefined) this.#writable = engine.write(piece);
    if (this.#open > 0) this.#timer ??= this.#startTimer();
  }

  #lines(lines: readonly string[]): void {
    for (const line of lines) {
      if (this.#broken !== undefined) return;
      try {
        this.#line(line);
      } catch (reason) {
        this.#fail(reason);
      }
    }
    if (this.#broken !== undefined) return;
    if (this.#open === 0) this.#stopTimer();
    else this.#timer?.refresh();
    this.#send();
  }

  #line(line: string): void {
    const [batch] = this.#batches;
    const asked = batch?.requests[batch.answered];
    if (batch === undefined || asked === undefined || this.#open === 0) {
      throw diagnostics.unasked(this.evidence(line));
    }
    const wire = readObject(line);
    if (wire === undefined) throw diagnostics.nonsense(this.evidence(line));
    const { id, ok } = wire;
    if (id !== this.#due && !(id === null && ok === false)) throw this.#unexpected(id, line);
    batch.replied(asked, { wire, line });
    this.#due++;
    batch.answered++;
    if (batch.answered < batch.requests.length) return;
    this.#batches.shift();
    this.#sentBatches--;
    batch.finished();
  }

  /** The diagnostic of a reply with another id than the one that is due. */
  #unexpected(id: unknown, line: string): unknown {
    const evidence = this.evidence(line);
    const isOpen = Number.isInteger(id) && Number(id) > this.#due && Number(id) < this.#nextId;
    return isOpen
      ? diagnostics.outOfTurn(evidence, Number(id), this.#due)
      : diagnostics.wrongId(evidence, JSON.stringify(id) ?? "missing", this.#due);
  }

  #startTimer(): NodeJS.Timeout {
    return setTimeout(() => {
      const due = this.#due;
      // What arrived while this process was itself too busy to read counts as in time.
      setImmediate(() =>
        setImmediate(() => {
          if (this.#broken !== undefined || this.#open === 0) return;
          if (this.#due !== due) this.#timer?.refresh();
          else this.#fail(diagnostics.silent(this.evidence(), this.#limits.replyWithin));
        }),
      );
    }, this.#limits.replyWithin);
  }

  #stopTimer(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  /** The first cause wins: what fails because of it is not told. */
  #fail(reason: unknown): void {
    if (this.#broken !== undefined) return;
    this.#broken = { reason, told: false };
    this.#stopTimer();
    this.#signal?.removeEventListener("abort", this.#aborted);
    for (const batch of this.#batches.splice(0)) batch.failed(this.#tell(this.#broken));
    this.#sentBatches = 0;
    this.#due = this.#nextId;
    void this.#process?.stop();
  }
}
