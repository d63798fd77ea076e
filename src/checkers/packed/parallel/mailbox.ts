/** Batches that can be on their way from one thread to another at a time, and states in each. */
const BATCHES = 8;
const STATES = 4096;

/** As long as a thread sleeps before it looks again. */
const MILLISECONDS = 1;

/** The memory of the way from one thread to another: items ready in each batch, and the batches. */
export interface MailboxMemory {
  readonly ready: Int32Array;
  readonly words: Int32Array;
}

/** Makes the memory of one way, for states of `words` words. */
export function mailboxMemory(words: number): MailboxMemory {
  return {
    ready: new Int32Array(new SharedArrayBuffer(4 * BATCHES)),
    words: new Int32Array(new SharedArrayBuffer(4 * BATCHES * STATES * words)),
  };
}

/** A batch of states: items `from` to `to` of `words`. */
interface Batch {
  readonly words: Int32Array;
  readonly from: number;
  readonly to: number;
}

/**
 * One end of the way from one thread to another. Batches are filled and emptied in turn; a batch
 * belongs to the sender while nothing in it is ready, and to the receiver while something is.
 */
export class Mailbox {
  #turn = 0;
  readonly #length: number;

  constructor(private readonly memory: MailboxMemory) {
    this.#length = memory.words.length / BATCHES;
  }

  /** The batch whose turn it is, for the sender; null while the receiver has not emptied it. */
  free(): Batch | null {
    if (Atomics.load(this.memory.ready, this.#turn) !== 0) return null;
    const from = this.#turn * this.#length;
    return { words: this.memory.words, from, to: from + this.#length };
  }

  /** Hands over the first `items` words of the batch whose turn it is. */
  post(items: number): void {
    Atomics.store(this.memory.ready, this.#turn, items);
    Atomics.notify(this.memory.ready, this.#turn);
    this.#turn = (this.#turn + 1) % BATCHES;
  }

  /** Sleeps until the receiver has emptied the batch whose turn it is, or a moment has passed. */
  waitForRoom(): void {
    const ready = Atomics.load(this.memory.ready, this.#turn);
    if (ready !== 0) Atomics.wait(this.memory.ready, this.#turn, ready, MILLISECONDS);
  }

  /** Sleeps until the sender has handed over something, or a moment has passed. */
  waitForPost(): void {
    Atomics.wait(this.memory.ready, this.#turn, 0, MILLISECONDS);
  }

  /** Gives every batch that was handed over to `take`, and back to the sender. */
  empty(take: (words: Int32Array, from: number, to: number) => void): boolean {
    let isAny = false;
    for (;;) {
      const items = Atomics.load(this.memory.ready, this.#turn);
      if (items === 0) return isAny;
      const from = this.#turn * this.#length;
      take(this.memory.words, from, from + items);
      Atomics.store(this.memory.ready, this.#turn, 0);
      Atomics.notify(this.memory.ready, this.#turn);
      this.#turn = (this.#turn + 1) % BATCHES;
      isAny = true;
    }
  }
}
