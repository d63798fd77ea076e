import type { Checkpoint, CompleteLevels } from "../checkpoint.js";
import type { Level } from "../state-store.js";
import type { ThreadLevel } from "./thread-search.js";

/** Puts the levels together of which each thread sends its part, and saves them now and then. */
export class LevelCollector {
  readonly #levels: Level[];
  readonly #generated: number[];
  readonly #violations: Map<number, number>;
  readonly #parts: ThreadLevel[][];
  #saving: Promise<void> = Promise.resolve();
  #isSaving = false;

  constructor(
    begun: CompleteLevels,
    owners: number,
    private readonly before: number,
    private readonly checkpoint: Checkpoint | undefined,
  ) {
    this.#levels = [...begun.levels];
    this.#generated = [...begun.generated];
    this.#violations = new Map(begun.violations);
    this.#parts = Array.from({ length: owners }, () => []);
  }

  /** The levels of which every thread has sent its part. */
  get complete(): CompleteLevels {
    return { levels: this.#levels, generated: this.#generated, violations: this.#violations };
  }

  /** Takes the part of thread number `self` of its next level. */
  add(self: number, level: ThreadLevel): void {
    this.#parts[self]?.push(level);
    while (this.#parts.every((parts) => parts.length > 0)) {
      this.#join(this.#parts.flatMap((parts) => parts.shift() ?? []));
    }
    if (this.checkpoint?.isDue === true && !this.#isSaving) {
      this.#isSaving = true;
      this.#saving = this.checkpoint.save(this.complete).finally(() => {
        this.#isSaving = false;
      });
      // What goes wrong is told at the end.
      this.#saving.catch(() => {});
    }
  }

  #join(parts: readonly ThreadLevel[]): void {
    const states = parts.reduce((sum, part) => sum + part.states, 0);
    const violated = parts.reduce((bits, part) => bits | part.violated, 0);
    for (let number = 0; number < 32; number++) {
      const isNew = (violated & (1 << number)) !== 0 && !this.#violations.has(number);
      if (isNew) this.#violations.set(number, this.#levels.length);
    }
    if (states === 0) return;
    this.#levels.push({ ranges: parts.flatMap((part) => part.ranges), states });
    this.#generated.push(parts.reduce((sum, part) => sum + part.generated, this.before));
  }

  /** Saves all levels that are complete. */
  async save(): Promise<void> {
    await this.#saving;
    await this.checkpoint?.save(this.complete);
  }

  /** Waits until nothing is written any more. */
  async settle(): Promise<void> {
    await this.#saving;
  }
}
