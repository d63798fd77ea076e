/** In place of what Node knows of its memory. A search in a page is bounded by its time, and never asks. */
function unknown(): never {
  throw new Error("a page does not know how much memory it has");
}

export const getHeapStatistics = unknown;
export const setFlagsFromString = unknown;
export const runInNewContext = unknown;
