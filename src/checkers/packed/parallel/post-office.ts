import type { Exchange, Outbox } from "../generated-explorer.js";
import { SearchStopped } from "../search-stopped.js";
import type { Control } from "./control.js";
import { Mailbox, type MailboxMemory } from "./mailbox.js";

/** The mailboxes of all pairs of threads: `[sender][receiver]`. */
export type MailboxMemories = readonly (readonly MailboxMemory[])[];

type Absorb = (words: Int32Array, from: number, to: number) => void;

/** What generated code sends through, and how a thread takes what others sent to it. */
export class PostOffice implements Exchange {
  readonly outboxes: readonly (Outbox & { from: number })[];
  readonly #outgoing: readonly Mailbox[];
  readonly #incoming: readonly Mailbox[];

  constructor(
    memories: MailboxMemories,
    readonly self: number,
    private readonly control: Control,
    private readonly absorb: Absorb,
  ) {
    this.#outgoing = (memories[self] ?? []).map((memory) => new Mailbox(memory));
    this.#incoming = memories.flatMap((row) => {
      const memory = row[self];
      return memory === undefined ? [] : [new Mailbox(memory)];
    });
    this.outboxes = this.#outgoing.map(() => {
      return { words: new Int32Array(0), from: 0, tail: 0, end: 0 };
    });
    for (const owner of this.outboxes.keys()) this.#open(owner);
  }

  get owners(): number {
    return this.outboxes.length;
  }

  /** Opens the next batch for `owner`; takes what others sent while there is none. */
  #open(owner: number): void {
    const mailbox = this.#outgoing[owner];
    const outbox = this.outboxes[owner];
    if (mailbox === undefined || outbox === undefined) return;
    for (;;) {
      const batch = mailbox.free();
      if (batch !== null) {
        outbox.words = batch.words;
        outbox.from = batch.from;
        outbox.tail = batch.from;
        outbox.end = batch.to;
        return;
      }
      if (this.control.stopped !== null) throw new SearchStopped();
      if (!this.take()) mailbox.waitForRoom();
    }
  }

  /** @throws SearchStopped when all threads are to stop */
  flush(owner: number): void {
    const outbox = this.outboxes[owner];
    if (outbox === undefined || outbox.tail === outbox.from) return;
    this.#outgoing[owner]?.post(outbox.tail - outbox.from);
    this.#open(owner);
  }

  /** Sends everything that waits. */
  flushAll(): void {
    for (const owner of this.outboxes.keys()) this.flush(owner);
  }

  /** Takes everything that was sent to this thread; whether there was anything. */
  take(): boolean {
    let isAny = false;
    for (const mailbox of this.#incoming) {
      if (mailbox.empty(this.absorb)) isAny = true;
    }
    return isAny;
  }

  /** Sleeps for a moment, or until another thread sends something. */
  wait(): void {
    const other = this.#incoming[(this.self + 1) % this.owners];
    other?.waitForPost();
  }
}
