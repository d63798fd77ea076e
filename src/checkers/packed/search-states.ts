import type { Progress } from "../explore/exploration.js";
import type { CompiledModel } from "./compiled-model.js";
import { PackedSearch, type SearchLimits } from "./search.js";
import type { Searched } from "./searched.js";

/** How to search. */
export interface SearchOptions extends SearchLimits {
  readonly onProgress?: (progress: Progress) => void;
}

/**
 * Finds every state of a compiled model.
 *
 * @throws Diagnostic `process/folder-in-use`, `packed/checkpoint-not-written`
 */
export async function searchStates(
  compiled: CompiledModel,
  options: SearchOptions,
): Promise<Searched> {
  const { checkpoint, onProgress } = options;
  const search = async (): Promise<Searched> => {
    const packed = new PackedSearch(compiled, options);
    const searched = packed.searched(await packed.run(onProgress));
    // What has come to its end need not go on.
    if (searched.end.end !== "bounded") await checkpoint?.remove();
    return searched;
  };
  return checkpoint === undefined ? await search() : await checkpoint.held(search);
}
