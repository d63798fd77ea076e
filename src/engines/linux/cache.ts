import { makeFolder as makeFolderOr } from "../../base/cache/make-folder.js";
import { cacheDiagnostic } from "./diagnostics.js";

/**
 * Makes a folder of this engine's whole or not at all, as `src/base/cache/make-folder.ts` says.
 *
 * @throws Diagnostic `linux/cache` when the folder cannot be written; what `fill` throws otherwise.
 */
export function makeFolder(folder: string, fill: (making: string) => Promise<void>): Promise<void> {
  return makeFolderOr(folder, fill, cacheDiagnostic);
}
