import { readFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { noTreeDiagnostic } from "./diagnostics.js";

/** The files of a kernel's source that the engine is made of, as paths in the tree. */
export const treeFiles = {
  nmiC: "arch/x86/kernel/nmi.c",
  nmiH: "arch/x86/include/asm/nmi.h",
  makefile: "Makefile",
} as const;

/** Whether a name after `linux:` is that of a version, and not of a folder. */
export function isVersion(name: string): boolean {
  return /^\d+\.\d+$/.test(name);
}

/** A kernel's source, as far as the engine needs it. */
export interface KernelTree {
  /** Absolute path of its top folder. */
  readonly folder: string;
  /** As the top Makefile has it, for example "6.12.117"; "unknown" when there is none. */
  readonly version: string;
  /** The text of `arch/x86/kernel/nmi.c`. */
  readonly nmiC: string;
  /** The text of `arch/x86/include/asm/nmi.h`. */
  readonly nmiH: string;
  /** A header of the user's, with what nmi.c needs beside the shim. */
  readonly shim?: UserShim;
}

/** A header with what a tree's nmi.c needs beside the shim: stubs of functions that a patch calls. */
export interface UserShim {
  /** Absolute path. */
  readonly file: string;
  readonly text: string;
}

/** "6.12.117" from `VERSION = 6`, `PATCHLEVEL = 12` … of a kernel's top Makefile. */
export function versionOf(makefile: string): string {
  const value = (name: string) =>
    new RegExp(`^${name}[ \\t]*=[ \\t]*(\\S*)`, "m").exec(makefile)?.[1] ?? "";
  const numbers = [value("VERSION"), value("PATCHLEVEL"), value("SUBLEVEL")];
  if (numbers.includes("")) return "unknown";
  return `${numbers.join(".")}${value("EXTRAVERSION")}`;
}

/**
 * Reads a kernel's source from its top folder. Only `arch/x86/kernel/nmi.c` and
 * `arch/x86/include/asm/nmi.h` must be there, and the Makefile if the version is to be known.
 *
 * @throws Diagnostic `linux/no-tree` when one of the two is missing.
 */
export async function readKernelTree(folder: string): Promise<KernelTree> {
  const top = resolve(folder);
  const read = async (file: string) => {
    try {
      return await readFile(join(top, file), "utf8");
    } catch {
      throw noTreeDiagnostic(top, file);
    }
  };
  const nmiC = await read(treeFiles.nmiC);
  const nmiH = await read(treeFiles.nmiH);
  const makefile = await readFile(join(top, treeFiles.makefile), "utf8").catch(() => "");
  return { folder: top, version: versionOf(makefile), nmiC, nmiH };
}
