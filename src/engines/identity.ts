import { accessSync, constants, readFileSync, statSync } from "node:fs";
import { delimiter, isAbsolute, join, resolve } from "node:path";
import { sha256 } from "../base/document/sealed.js";
import { buildDigest } from "../base/package/build-digest.js";
import { parseEngineCommand } from "./adapter/command.js";
import type { EngineChoice, OpenOptions } from "./open.js";

/** An engine whose program is known to the byte. */
export interface EngineIdentity {
  readonly digest: string;
  /** The files that the digest is of, absolute. */
  readonly files: readonly string[];
}

/** Who may end the building of an engine, and is told of it. */
export type IdentifyOptions = Pick<OpenOptions, "signal" | "onProgress">;

/**
 * What one engine is; null where that cannot be known without starting it (a booted kernel, a script).
 *
 * @throws the diagnostics of building an engine from a kernel's source
 */
export async function identifyEngine(
  choice: EngineChoice,
  options: IdentifyOptions = {},
): Promise<EngineIdentity | null> {
  if (choice.kind === "command") return ofCommand(choice.command);
  const { name } = choice;
  if (name === "reference" || name === "model") return { digest: buildDigest(), files: [] };
  if (!name.startsWith("linux:")) return null;
  const { namedTree } = await import("./linux/provision.js");
  const { buildLinuxEngine } = await import("./linux/build.js");
  const { treeFiles } = await import("./linux/tree.js");
  const { applicablePolicies } = await import("./linux/variants.js");
  const tree = await namedTree(name.slice("linux:".length), options);
  const { policies } = applicablePolicies(tree);
  const built = await buildLinuxEngine(tree, { ...options, policies });
  return {
    digest: built.digest,
    files: [
      built.command[0],
      ...Object.values(treeFiles).map((file) => join(tree.folder, file)),
      ...(tree.shim === undefined ? [] : [tree.shim.file]),
    ],
  };
}

/**
 * The digests of some engines by their names, for what is kept under them; null where one of them
 * cannot be known without starting it.
 *
 * @throws the diagnostics of building an engine from a kernel's source
 */
export async function engineDigests(
  engines: readonly (readonly [name: string, choice: EngineChoice])[],
  options: IdentifyOptions = {},
): Promise<Readonly<Record<string, string>> | null> {
  const digests: Record<string, string> = {};
  for (const [name, choice] of engines) {
    const identity = await identifyEngine(choice, options);
    if (identity === null) return null;
    digests[name] = identity.digest;
  }
  return digests;
}

/**
 * A command is what its words are, and the program that it starts. What a script loads cannot be
 * known without running it: neither one that is the program, nor a file that the program is given.
 */
function ofCommand(command: string): EngineIdentity | null {
  const words = parseEngineCommand(command);
  const program = programOf(words[0]);
  if (program === null || words.slice(1).some((word) => isFile(resolve(word)))) return null;
  const content = readFileSync(program);
  if (content.subarray(0, 2).toString("latin1") === "#!") return null;
  return {
    digest: sha256(JSON.stringify([words, sha256(content.toString("base64"))])),
    files: [program],
  };
}

function programOf(word: string): string | null {
  if (/[\\/]/.test(word)) return isFile(resolve(word)) ? resolve(word) : null;
  const { PATH = "" } = process.env;
  const found = PATH.split(delimiter)
    .filter(isAbsolute)
    .map((folder) => join(folder, word))
    .find((file) => isFile(file) && isExecutable(file));
  return found ?? null;
}

function isFile(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() === true;
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
