import type { Progress } from "../explore/exploration.js";
import type { CompiledModel } from "./compiled-model.js";
import { PackedSearch, type SearchLimits } from "./search.js";
import type { Searched } from "./searched.js";

/** A search with fewer states is over before more threads have started. */
const STATES_FOR_THREADS = 1 << 19;

/** How to search. */
export interface SearchOptions extends SearchLimits {
  /** Threads for a large state space; a small one is left to this one. One by default. */
  readonly workers?: number;
  /** From how many states on it is a large one. */
  readonly statesForWorkers?: number;
  readonly onProgress?: (progress: Progress) => void;
}

/**
 * Finds every state of a compiled model. The levels, counts and violations are the same whatever the
 * number of workers; a search that is bounded by states or depth, is done by one.
 *
 * @throws Fault `process/folder-in-use`, `packed/checkpoint-not-written`, `packed/worker-broke`
 */
export async function searchStates(
  compiled: CompiledModel,
  options: SearchOptions,
): Promise<Searched> {
  const { checkpoint } = options;
  const search = () => searchAlone(compiled, options);
  return checkpoint === undefined ? await search() : await checkpoint.held(search);
}

async function searchAlone(compiled: CompiledModel, options: SearchOptions): Promise<Searched> {
  const { workers = 1, maxStates, maxDepth } = options;
  const search = new PackedSearch(compiled, options);
  const isShared = workers > 1 && maxStates === undefined && maxDepth === undefined;
  const end = await search.run(
    options.onProgress,
    isShared ? (options.statesForWorkers ?? STATES_FOR_THREADS) : Number.POSITIVE_INFINITY,
  );
  const searched =
    end.end === "large"
      ? await (await import("./parallel/share-search.js")).shareSearch(compiled, search, {
          ...options,
          workers,
        })
      : search.searched(end);
  // What has come to its end need not go on.
  if (searched.end.end !== "bounded") await options.checkpoint?.remove();
  return searched;
}
