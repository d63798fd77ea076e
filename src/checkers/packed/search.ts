import { setImmediate } from "node:timers/promises";
import type { Bound, Limits, Progress, TakenOver } from "../explore/exploration.js";
import type { Checkpoint, CompleteLevels } from "./checkpoint.js";
import type { CompiledModel } from "./compiled-model.js";
import { type ExplorerMemory, type GeneratedExplorer, loadExplorer } from "./generated-explorer.js";
import { normalState } from "./normal-form.js";
import { SearchStopped } from "./search-stopped.js";
import type { SearchEnd, Searched } from "./searched.js";
import { type Level, StateStore } from "./state-store.js";
import { VisitedSet } from "./visited-set.js";
import { warmUp } from "./warm-up.js";
import { encodeState } from "./words.js";

/** How much memory a search may take, beside the limits of every exploration. */
export interface SearchLimits extends Limits {
  /** Bytes for states and the visited set together. */
  readonly heapBytes?: number;
  /** Where it goes on from, and what it can go on from later. */
  readonly checkpoint?: Checkpoint;
}

/** States between two looks at the clock: about a millisecond of work. */
const SLICE = 8192;
const MILLISECONDS_BETWEEN_PAUSES = 20;
/** A level with more states is worth a warm-up. */
const LARGE_LEVEL = 2048;

/**
 * A breadth-first search over packed states, level by level. All states stay in the
 * order in which they were found, so that no parents need to be kept.
 */
export class PackedSearch {
  readonly explorer: GeneratedExplorer;
  readonly levels: Level[] = [];
  /** For each violated invariant, by its number, the level in which a state without it is first. */
  readonly violations = new Map<number, number>();
  readonly #memory: ExplorerMemory;
  readonly #started = performance.now();
  #paused = Number.NEGATIVE_INFINITY;
  #bytes = 0;
  #isMade = false;
  #expanded = 0;
  #known: TakenOver | null = null;
  /** For each level all of which has been found, the successors computed until then. */
  readonly #generatedAt: number[] = [];
  #warm = false;

  constructor(
    private readonly compiled: CompiledModel,
    private readonly limits: SearchLimits,
  ) {
    const { words, bits } = compiled.layout;
    const allow = (bytes: number): void => this.#allow(bytes);
    this.#memory = {
      store: new StateStore(words, allow),
      visited: new VisitedSet(words, bits, allow),
    };
    this.explorer = loadExplorer(compiled.source)(this.#memory);
    this.#isMade = true;
  }

  get progress(): Progress {
    const { store } = this.#memory;
    return {
      distinct: store.states,
      generated: store.generated + 1,
      queue: store.states - this.#expanded,
      depth: this.levels.length,
      bytes: this.#bytes,
      seconds: (performance.now() - this.#started) / 1000,
      ...(this.#known === null ? {} : { known: this.#known }),
    };
  }

  /** Bytes taken for states and the visited set. */
  get bytes(): number {
    return this.#bytes;
  }

  /** What was found, once the search has ended so. */
  searched(end: SearchEnd): Searched {
    const { store } = this.#memory;
    return {
      end,
      explorer: this.explorer,
      levels: this.levels,
      violations: this.violations,
      unclear: store.unclear,
      fails: store.failures.length > 0,
      progress: this.progress,
      bytes: this.bytes,
    };
  }

  #allow(bytes: number): void {
    const { heapBytes = Number.MAX_SAFE_INTEGER } = this.limits;
    // The first, smallest tables are there whatever is allowed: without them nothing can be told.
    if (this.#isMade && this.#bytes + bytes > heapBytes) {
      // Where the machine has less than is allowed, what it has is the bound.
      const most = bytes === Number.POSITIVE_INFINITY ? this.#bytes : heapBytes;
      throw new SearchStopped({ bound: "memory", bytes: most });
    }
    this.#bytes += bytes;
  }

  /** Searches until every state is found, or a bound is met. */
  async run(onProgress?: (progress: Progress) => void): Promise<SearchEnd> {
    try {
      return await this.#run(onProgress);
    } catch (error) {
      if (!(error instanceof SearchStopped)) throw error;
      this.#endLevel();
      await this.limits.checkpoint?.save(this.complete);
      return { end: "bounded", bound: error.bound };
    }
  }

  async #run(onProgress: ((progress: Progress) => void) | undefined): Promise<SearchEnd> {
    const { store } = this.#memory;
    const { maxStates } = this.limits;
    if (maxStates !== undefined) this.#stopAt(maxStates, { bound: "states", limit: maxStates });
    const { checkpoint } = this.limits;
    const saved = (await checkpoint?.load(this.compiled.layout.words)) ?? null;
    let level = saved === null ? this.#begin() : this.#resume(saved);
    while (level.states > 0) {
      if (store.failures.length > 0 || store.unclear !== 0) return { end: "failed" };
      const { maxDepth } = this.limits;
      if (maxDepth !== undefined && this.levels.length >= maxDepth) {
        this.#stopAt(store.states, { bound: "depth", limit: maxDepth });
      }
      if (!this.#warm && level.states > LARGE_LEVEL) {
        this.#warm = true;
        warmUp(this.explorer, this.#memory, this.compiled.layout);
      }
      await this.#expand(level, onProgress);
      level = this.#endCompleteLevel();
      if (checkpoint?.isDue === true) await checkpoint.save(this.complete);
    }
    return store.failures.length > 0 ? { end: "failed" } : { end: "exhausted" };
  }

  #begin(): Level {
    const { store } = this.#memory;
    const { layout, instance, normalForm } = this.compiled;
    const asWritten = encodeState(layout, instance.initial);
    const initial = normalState(normalForm, asWritten);
    this.explorer.absorb(initial, 0, initial.length);
    store.violated |= this.explorer.violations(asWritten);
    store.unclear |= this.explorer.undefinedInvariants(asWritten);
    return this.#endCompleteLevel();
  }

  /** Takes the levels of a checkpoint as if they had just been found. */
  #resume({ levels, generated, violations }: CompleteLevels): Level {
    const { store } = this.#memory;
    let level: Level = { ranges: [], states: 0 };
    for (const [index, { ranges }] of levels.entries()) {
      for (const { words, from, to } of ranges) this.explorer.absorb(words, from, to);
      store.generated = generated[index] ?? 0;
      store.violated = 0;
      level = this.#endCompleteLevel();
    }
    store.unclear = 0;
    for (const [invariant, at] of violations) this.violations.set(invariant, at);
    this.#expanded = store.states - level.states;
    this.#known = { distinct: store.states, expanded: this.#expanded };
    return level;
  }

  /** Ends a level all of which has been found. */
  #endCompleteLevel(): Level {
    const level = this.#endLevel();
    if (level.states > 0) this.#generatedAt.push(this.#memory.store.generated);
    return level;
  }

  /** The levels all of which have been found. */
  get complete(): CompleteLevels {
    return {
      levels: this.levels.slice(0, this.#generatedAt.length),
      generated: this.#generatedAt,
      violations: this.violations,
    };
  }

  #stopAt(states: number, bound: Bound): void {
    this.#memory.store.limit(states, () => {
      throw new SearchStopped(bound);
    });
  }

  async #expand(
    level: Level,
    onProgress: ((progress: Progress) => void) | undefined,
  ): Promise<void> {
    const step = SLICE * this.compiled.layout.words;
    for (const { words, from, to } of level.ranges) {
      for (let at = from; at < to; at += step) {
        if (performance.now() - this.#paused > MILLISECONDS_BETWEEN_PAUSES) {
          await this.#pause(onProgress);
        }
        const end = Math.min(to, at + step);
        this.explorer.expand(words, at, end);
        this.#expanded += (end - at) / this.compiled.layout.words;
      }
    }
  }

  /** Lets other work of the process happen, which may end the search. */
  async #pause(onProgress: ((progress: Progress) => void) | undefined): Promise<void> {
    await setImmediate();
    this.#paused = performance.now();
    onProgress?.(this.progress);
    const { signal, maxSeconds } = this.limits;
    if (signal?.aborted === true) throw new SearchStopped({ bound: "cancelled" });
    if (maxSeconds !== undefined && this.progress.seconds >= maxSeconds) {
      throw new SearchStopped({ bound: "time", seconds: maxSeconds });
    }
  }

  /** Ends the level, and notes which invariants it violates for the first time. */
  #endLevel(): Level {
    const { store } = this.#memory;
    const level = store.endLevel();
    if (level.states > 0) this.levels.push(level);
    const found = this.levels.length - (level.states > 0 ? 1 : 0);
    const { invariants } = this.compiled.instance.model;
    for (let number = 0; number < invariants.length; number++) {
      const isViolated = (store.violated & (1 << number)) !== 0;
      if (isViolated && !this.violations.has(number)) {
        this.violations.set(number, found);
      }
    }
    // An invariant that is violated in the level, or was before, is not asked about any more.
    for (const number of this.violations.keys()) store.unclear &= ~(1 << number);
    store.violated = 0;
    return level;
  }
}
