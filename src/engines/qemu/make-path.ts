import { cacheDiagnostic } from "./diagnostics.js";

/** The kernel's Makefiles split paths at white space and colons, and make itself reads the others. */
const UNFIT = /[\s:#$%'"\\]/;

/**
 * Makes sure that a module can be built in or under a folder.
 *
 * @throws Diagnostic `qemu/cache`.
 */
export function checkMakePath(folder: string): void {
  const found = UNFIT.exec(folder)?.[0];
  if (found === undefined) return;
  const name = found.trim() === "" ? "white space" : `\`${found}\``;
  throw cacheDiagnostic(folder, `the kernel's Makefiles take no path with ${name} in it.`);
}
