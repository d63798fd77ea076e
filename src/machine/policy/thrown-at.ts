import { SourceMap } from "node:module";
import { fileURLToPath } from "node:url";
import type { Place } from "../../base/diagnostic/diagnostic.js";
import { placeAt } from "../../base/diagnostic/place.js";
import { displayPath } from "../../compiler/lang/display-path.js";

/** What a transpiled module was made from, so that a place in it can be told as one in the source. */
export interface ModuleSource {
  /** Absolute. */
  readonly file: string;
  readonly text: string;
  /** The `mappings` of a source map. */
  readonly mappings: string;
}

/**
 * Where the user's code threw `error`: the innermost call of its stack that is in one of the modules.
 *
 * @param sources what each module was made from, by its path; one that is not the user's has none
 */
export function thrownAt(
  error: unknown,
  sources: ReadonlyMap<string, ModuleSource>,
): Place | undefined {
  if (!(error instanceof Error) || error.stack === undefined) return undefined;
  for (const [, module = "", line, column] of error.stack.matchAll(
    /([^\s()]+):(\d+):(\d+)\)?$/gm,
  )) {
    const source = sources.get(module.startsWith("file:") ? fileURLToPath(module) : module);
    // What was added below the source is not the user's.
    if (source === undefined || Number(line) > source.mappings.split(";").length) continue;
    const entry = mapOf(source).findEntry(Number(line) - 1, Number(column) - 1);
    if (!("originalLine" in entry)) continue;
    const offset = offsetOf(source.text, entry.originalLine) + entry.originalColumn;
    return placeAt(displayPath(source.file), source.text, offset);
  }
  return undefined;
}

function mapOf({ file, mappings }: ModuleSource): SourceMap {
  return new SourceMap({
    version: 3,
    file,
    sources: [file],
    sourcesContent: [],
    sourceRoot: "",
    names: [],
    mappings,
  });
}

/** Where the line with this number, from 0, begins. */
function offsetOf(text: string, line: number): number {
  let offset = 0;
  for (let number = 0; number < line; number++) offset = text.indexOf("\n", offset) + 1;
  return offset;
}
