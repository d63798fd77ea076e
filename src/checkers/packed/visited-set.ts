import { type Allowance, allocateWords } from "./allocation.js";

/** Words of the pool that no block uses: a block that begins at 0 means that there is none. */
const FIRST_BLOCK = 16;

/** The sizes that blocks can have: 2 to the power of these many bits. */
const SMALLEST_BLOCK = 5;
const LARGEST_BLOCK = 14;

/** How many words of blocks are looked at to choose a size. */
const SAMPLE_WORDS = 1 << 16;

/**
 * The set of states seen so far: exact, one bit for each state and its neighbours. States whose
 * words differ only in the lowest bits of the first word share a block of bits; an open hash table
 * finds the block by the other bits. The size of a block is chosen anew whenever the table grows,
 * from how many of the bits in the blocks are set.
 *
 * The lookup itself is in the generated code (`block` in `module-text.ts`).
 */
export class VisitedSet {
  /** A row for each block: the words of its states without their lowest bits, and where it begins. */
  table: Int32Array;
  /** Rows of the table less one; a power of two less one. */
  mask: number;
  /** The bits of all blocks. */
  pool: Int32Array;
  /** A block has 2 to the power of this many bits. */
  blockBits = SMALLEST_BLOCK;
  #used = FIRST_BLOCK;
  #blocks = 0;
  readonly #stride: number;

  constructor(
    private readonly words: number,
    private readonly bits: number,
    private readonly allow: Allowance,
  ) {
    this.#stride = words + 1;
    this.mask = 255;
    this.table = allocateWords(256 * this.#stride, allow);
    this.pool = allocateWords(1024, allow);
  }

  /** A set of the same kind that is empty. */
  emptied(allow: Allowance): VisitedSet {
    return new VisitedSet(this.words, this.bits, allow);
  }

  /** How many blocks there are. */
  get blocks(): number {
    return this.#blocks;
  }

  /** Bytes of memory in use. */
  get bytes(): number {
    return 4 * (this.table.length + this.pool.length);
  }

  /**
   * Makes the block of the state with these words, which must have none, and returns where it begins.
   *
   * @throws what `allow` throws when there is no memory for it
   */
  insert(state: readonly number[]): number {
    if ((this.#blocks + 1) * 2 > this.mask + 1) {
      this.#rebuild();
      const known = this.#find(this.#keyOf(state));
      if (known !== 0) return known;
    }
    return this.#append(this.#keyOf(state));
  }

  #keyOf(state: readonly number[]): readonly number[] {
    return [(state[0] ?? 0) >>> this.blockBits, ...state.slice(1)];
  }

  #row(key: readonly number[]): number {
    let hash = 0;
    for (const [index, word] of key.entries()) {
      hash = Math.imul(index === 0 ? word : hash ^ word, 0x9e3779b1);
    }
    let slot = (hash ^ (hash >>> 15)) & this.mask;
    for (;;) {
      const at = slot * this.#stride;
      if (
        this.table[at + this.words] === 0 ||
        key.every((word, i) => this.table[at + i] === word)
      ) {
        return at;
      }
      slot = (slot + 1) & this.mask;
    }
  }

  #find(key: readonly number[]): number {
    return this.table[this.#row(key) + this.words] ?? 0;
  }

  #append(key: readonly number[]): number {
    const size = 1 << (this.blockBits - 5);
    if (this.#used + size > this.pool.length) {
      const larger = allocateWords(this.pool.length * 2, this.allow);
      larger.set(this.pool);
      this.allow(-4 * this.pool.length);
      this.pool = larger;
    }
    const row = this.#row(key);
    for (const [index, word] of key.entries()) this.table[row + index] = word;
    const base = this.#used;
    this.table[row + this.words] = base;
    this.#used += size;
    this.#blocks++;
    return base;
  }

  /** A table with room for twice as many blocks, of the size that now takes the least memory. */
  #rebuild(): void {
    const old = { table: this.table, pool: this.pool, blockBits: this.blockBits };
    const { bits, blocks } = this.#bestSize();
    const expected = Math.max(this.#blocks, 128) * blocks;
    const rows = 2 ** Math.ceil(Math.log2(Math.max(256, expected * 4)));
    const poolWords = 2 ** Math.ceil(Math.log2(FIRST_BLOCK + expected * 2 ** (bits - 5) * 1.5));
    const table = allocateWords(rows * this.#stride, this.allow);
    this.pool = allocateWords(Math.max(1024, poolWords), this.allow);
    this.table = table;
    this.blockBits = bits;
    this.mask = rows - 1;
    this.#used = FIRST_BLOCK;
    this.#blocks = 0;
    this.#copy(old);
    this.allow(-4 * (old.table.length + old.pool.length));
  }

  #copy(old: {
    readonly table: Int32Array;
    readonly pool: Int32Array;
    readonly blockBits: number;
  }): void {
    const { words } = this;
    const oldWords = 1 << (old.blockBits - 5);
    const shift = this.blockBits - old.blockBits;
    const newWords = 1 << (this.blockBits - 5);
    for (let at = 0; at < old.table.length; at += this.#stride) {
      const base = old.table[at + words] ?? 0;
      if (base === 0) continue;
      const oldKey = Array.from(old.table.subarray(at, at + words));
      const [first = 0, ...rest] = oldKey;
      for (let word = 0; word < oldWords; word++) {
        const bits = old.pool[base + word] ?? 0;
        if (bits === 0) continue;
        // The number of this word of 32 states among all that the lowest bits can name.
        const place = (first * oldWords + word) >>> 0;
        const key = [shift >= 0 ? first >>> shift : Math.floor(place / newWords), ...rest];
        let target = this.#find(key);
        if (target === 0) target = this.#append(key);
        this.pool[target + (place % newWords)] = bits;
      }
    }
  }

  /**
   * The size of blocks that would take the least memory for what is in them now, and how many of
   * them there would be for one of today's.
   */
  #bestSize(): { readonly bits: number; readonly blocks: number } {
    const largest = Math.max(this.blockBits, Math.min(LARGEST_BLOCK, Math.max(5, this.bits)));
    const sample = this.#sample(largest);
    let best = { bits: this.blockBits, blocks: 1, cost: Number.POSITIVE_INFINITY };
    for (let bits = SMALLEST_BLOCK; bits <= largest; bits++) {
      const blocks = sample.count(bits);
      const cost = blocks * (2 ** (bits - 3) + 16 * this.#stride);
      // Larger blocks are found with fewer misses of the cache: they may take a little more.
      if (cost <= best.cost * 1.1) {
        best = { bits, blocks: blocks / Math.max(1, sample.rows), cost: Math.min(cost, best.cost) };
      }
    }
    return best;
  }

  /** Words with a state in them, of some of the largest blocks: of these all, of the others none. */
  #sample(largest: number): { readonly rows: number; count(bits: number): number } {
    const { words } = this;
    const size = 1 << (this.blockBits - 5);
    const share = Math.max(1, Math.floor((this.#blocks * size) / SAMPLE_WORDS));
    const places = new Map<string, Set<number>>();
    let rows = 0;
    for (let at = 0; at < this.table.length; at += this.#stride) {
      const base = this.table[at + words] ?? 0;
      if (base === 0) continue;
      const first = this.table[at] ?? 0;
      const rest = this.table.subarray(at + 1, at + words);
      const group = rest.reduce(
        (hash, word) => Math.imul(hash ^ word, 0x9e3779b1),
        Math.imul(first >>> (largest - this.blockBits), 0x9e3779b1),
      );
      if ((group >>> 8) % share !== 0) continue;
      rows++;
      const key = rest.join();
      const known = places.get(key) ?? new Set();
      places.set(key, known);
      for (let word = 0; word < size; word++) {
        if (this.pool[base + word] !== 0) known.add((first * size + word) >>> 0);
      }
    }
    return {
      rows,
      count: (bits) => {
        let total = 0;
        for (const set of places.values()) {
          const distinct = new Set<number>();
          for (const place of set) distinct.add(Math.floor(place / 2 ** (bits - 5)));
          total += distinct.size;
        }
        return total;
      },
    };
  }
}
