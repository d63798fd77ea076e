import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Place } from "../../base/diagnostic/diagnostic.js";
import type { Locate } from "./diagnosis.js";
import type { TlaRegion } from "./region.js";

/** Where a piece of the specification was written in its own source; undefined if it has none. */
export type MapPlace = (region: TlaRegion) => Place | undefined;

/**
 * Chooses the place to show for an error: the innermost region that `mapPlace` knows, else the
 * innermost one in the TLA+ module itself, which is looked for in `folder`.
 */
export function locateWith(folder: string, mapPlace: MapPlace | undefined): Locate {
  return (regions) => {
    const inward = [...regions].reverse();
    for (const region of inward) {
      const place = mapPlace?.(region);
      if (place !== undefined) return place;
    }
    const [innermost] = inward;
    return innermost === undefined ? undefined : tlaPlace(folder, innermost);
  };
}

function tlaPlace(folder: string, { module, line, column }: TlaRegion): Place {
  const file = join(folder, `${module}.tla`);
  const source = sourceLine(file, line);
  return source === undefined
    ? { file: `${module}.tla`, line, column }
    : { file, line, column, source };
}

function sourceLine(file: string, line: number): string | undefined {
  try {
    return readFileSync(file, "utf8").split(/\r?\n/)[line - 1];
  } catch {
    // A standard module, which is inside the jar.
    return undefined;
  }
}
