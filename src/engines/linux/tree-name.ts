import { resolve } from "node:path";
import { isVersion } from "./tree.js";

/** What the user writes after `linux:`. */
export interface TreeName {
  /** A version, such as "6.12", or the folder of a tree. */
  readonly tree: string;
  /** A header of the user's, with what the tree's nmi.c needs beside the shim; null for none. */
  readonly shim: string | null;
}

const SHIM = ",shim=";

/** Reads `6.12`, `../linux` or `../linux,shim=stubs.h`. */
export function readTreeName(name: string): TreeName {
  const place = name.lastIndexOf(SHIM);
  if (place < 0) return { tree: name, shim: null };
  return { tree: name.slice(0, place), shim: name.slice(place + SHIM.length) };
}

/** The same as text, to stand after `linux:`. */
export function treeNameText({ tree, shim }: TreeName): string {
  return shim === null ? tree : `${tree}${SHIM}${shim}`;
}

/** The same name with paths that are relative to `folder`, and not to where nmicheck runs. */
export function treeNameIn(name: string, folder: string): string {
  const { tree, shim } = readTreeName(name);
  return treeNameText({
    tree: isVersion(tree) ? tree : resolve(folder, tree),
    shim: shim === null ? null : resolve(folder, shim),
  });
}
