import {
  type ExplorerMemory,
  type GeneratedExplorer,
  loadExplorer,
} from "../generated-explorer.js";
import type { Layout } from "../layout.js";
import { SearchStopped } from "../search-stopped.js";
import { type Level, StateStore } from "../state-store.js";
import { VisitedSet } from "../visited-set.js";
import { warmUp } from "../warm-up.js";
import { Control, type SharedMemory } from "./control.js";
import { type MailboxMemories, PostOffice } from "./post-office.js";

/** What a thread needs to do its part of an exploration. All of it can be sent to a thread. */
export interface ThreadTask {
  readonly source: string;
  readonly layout: Pick<Layout, "words" | "bits" | "fields">;
  readonly self: number;
  readonly owners: number;
  readonly shared: SharedMemory;
  readonly mailboxes: MailboxMemories;
  readonly heapBytes: number;
  /** The levels found so far, by one thread: this one takes over what belongs to it. */
  readonly levels: readonly Level[];
  /** The invariants known to be violated in those levels, one bit each. */
  readonly violated: number;
}

/** What a thread found in one level. */
export interface ThreadLevel extends Level {
  readonly violated: number;
  /** Successors that it has computed until the level ended. */
  readonly generated: number;
}

/** What a thread found out: the levels after those it was given, the last one perhaps in part. */
export interface ThreadResult {
  readonly levels: readonly ThreadLevel[];
  readonly generated: number;
  /** The invariants that cannot be evaluated in a state of the last level, one bit each. */
  readonly unclear: number;
  /** Whether it was told to stop before the end. */
  readonly isStopped: boolean;
  /** Whether the model fails in a state of the last level that was expanded. */
  readonly fails: boolean;
}

/** What a thread sends to the one that started it. */
export type ThreadMessage =
  | { readonly kind: "level"; readonly level: ThreadLevel }
  | { readonly kind: "result"; readonly result: ThreadResult };

/** States between two looks at what others sent and whether to stop: about a millisecond of work. */
const SLICE = 8192;

/** One thread of a breadth-first search that several share; each state belongs to one of them. */
export class ThreadSearch {
  readonly #explorer: GeneratedExplorer;
  readonly #memory: ExplorerMemory;
  readonly #control: Control;
  readonly #post: PostOffice;
  readonly #levels: ThreadLevel[] = [];
  #expanded = 0;
  #unclear = 0;
  /** States of earlier levels, which were taken over and are counted elsewhere. */
  #old = 0;

  /** @param onLevel told of each level all of which has been found, by all threads */
  constructor(
    private readonly task: ThreadTask,
    private readonly onLevel: (level: ThreadLevel) => void,
  ) {
    const { layout, shared, owners, self, mailboxes, heapBytes } = task;
    this.#control = new Control(shared, owners);
    let isMade = false;
    const allow = (bytes: number): void => {
      // The first, smallest tables are there whatever is allowed.
      if (!this.#control.take(bytes, isMade ? heapBytes : Number.MAX_SAFE_INTEGER)) {
        this.#control.stop("memory");
        throw new SearchStopped();
      }
    };
    this.#post = new PostOffice(mailboxes, self, this.#control, (words, from, to) =>
      this.#explorer.absorb(words, from, to),
    );
    this.#memory = {
      store: new StateStore(layout.words, allow, true),
      visited: new VisitedSet(layout.words, layout.bits, allow),
      exchange: this.#post,
    };
    this.#explorer = loadExplorer(task.source)(this.#memory);
    isMade = true;
  }

  /** Expands its part of level after level until there is no state any more, or all are to stop. */
  run(): ThreadResult {
    let isStopped = false;
    try {
      isStopped = !this.#run();
    } catch (error) {
      if (!(error instanceof SearchStopped)) throw error;
      this.#endLevel();
      isStopped = true;
    }
    const { store } = this.#memory;
    return {
      levels: this.#levels,
      generated: store.generated,
      unclear: this.#unclear,
      isStopped,
      fails: store.failures.length > 0,
    };
  }

  /** False if it was told to stop between two levels. */
  #run(): boolean {
    let level = this.#takeOver();
    warmUp(this.#explorer, this.#memory, this.task.layout);
    let violated = this.task.violated;
    for (let number = 1; ; number++) {
      this.#expand(level);
      this.#post.flushAll();
      this.#control.expanded();
      while (!this.#control.allExpanded(number)) {
        if (this.#control.stopped !== null) throw new SearchStopped();
        if (!this.#post.take()) this.#post.wait();
      }
      this.#post.take();
      level = this.#endLevel();
      this.#control.tell(number, {
        states: level.states,
        violated: this.#levels.at(-1)?.violated ?? 0,
        unclear: this.#unclear,
        failures: this.#memory.store.failures.length,
      });
      this.#report();
      if (!this.#control.meet()) return false;
      const ended = this.#levels.at(-1);
      if (ended !== undefined) this.onLevel(ended);
      const totals = this.#control.totals(number);
      violated |= totals.violated;
      // An invariant that is violated in the level, or was before, is not asked about any more.
      if (totals.states === 0 || totals.failures > 0 || (totals.unclear & ~violated) !== 0)
        return true;
    }
  }

  /** Takes what belongs to this thread of the levels found so far; the last one is to be expanded. */
  #takeOver(): Level {
    const { store } = this.#memory;
    let level: Level = { ranges: [], states: 0 };
    for (const { ranges } of this.task.levels) {
      for (const { words, from, to } of ranges) this.#explorer.absorb(words, from, to);
      level = store.endLevel();
    }
    store.violated = 0;
    store.unclear = 0;
    this.#old = store.states;
    return level;
  }

  #expand(level: Level): void {
    const { words: width } = this.task.layout;
    const step = SLICE * width;
    for (const { words, from, to } of level.ranges) {
      for (let at = from; at < to; at += step) {
        if (this.#control.stopped !== null) throw new SearchStopped();
        const end = Math.min(to, at + step);
        this.#explorer.expand(words, at, end);
        this.#expanded += (end - at) / width;
        this.#post.take();
        this.#report();
      }
    }
  }

  #report(): void {
    const { store } = this.#memory;
    const found = store.states - this.#old;
    this.#control.report(this.task.self, found, store.generated, this.#expanded);
  }

  #endLevel(): Level {
    const { store } = this.#memory;
    const level = store.endLevel();
    this.#levels.push({ ...level, violated: store.violated, generated: store.generated });
    this.#unclear = store.unclear;
    store.violated = 0;
    store.unclear = 0;
    return level;
  }
}
