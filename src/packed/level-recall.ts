import type { CompiledModel } from "./compiled-model.js";
import { PackedSearch } from "./search.js";
import type { Level } from "./state-store.js";

/**
 * The levels of a search that has forgotten them, found once more by the same search: all of them at
 * once where memory allows that, else one at a time.
 */
export class LevelRecall {
  #remembered: readonly Level[] | null = null;
  #isTooMuch = false;

  constructor(
    private readonly compiled: CompiledModel,
    private readonly heapBytes: number | undefined,
  ) {}

  /** Level number `index`, which the search has found before; ask for the last one first. */
  async level(index: number): Promise<Level> {
    const known = this.#remembered?.[index];
    if (known !== undefined) return known;
    if (!this.#isTooMuch) {
      const levels = await this.#search(index, true);
      const level = levels[index];
      if (level !== undefined) {
        this.#remembered = levels;
        return level;
      }
      this.#isTooMuch = true;
    }
    const level = (await this.#search(index, false))[index];
    if (level === undefined) throw new Error(`level ${index} was not found again`);
    return level;
  }

  async #search(index: number, remembers: boolean): Promise<readonly Level[]> {
    const limits = {
      maxDepth: index + 1,
      ...(this.heapBytes === undefined ? {} : { heapBytes: this.heapBytes }),
    };
    const search = new PackedSearch(this.compiled, limits, remembers);
    await search.run();
    search.release();
    return search.levels;
  }
}
