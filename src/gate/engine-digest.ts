import { accessSync, constants, readFileSync, statSync } from "node:fs";
import { delimiter, isAbsolute, join, resolve } from "node:path";
import { buildDigest } from "../certificate/build-digest.js";
import { sha256 } from "../document/sealed.js";
import { parseEngineCommand } from "../engine/adapter/command.js";
import { isEngineName } from "../engine/open.js";
import { Fault } from "../fault/fault.js";
import type { GateEngine } from "./config.js";
import { engineName } from "./replay.js";

/** An engine whose program is known to the byte. */
export interface EngineIdentity {
  readonly digest: string;
  /** The files that the digest is of, absolute. */
  readonly files: readonly string[];
}

/**
 * What some engines are, by their names; null where one cannot be known without starting it (a
 * booted kernel, a script): what it plays is played anew each time.
 *
 * @throws the faults of building an engine from a kernel's source
 */
export async function engineDigests(
  engines: readonly GateEngine[],
): Promise<Readonly<Record<string, string>> | null> {
  const digests: Record<string, string> = {};
  for (const engine of engines) {
    const identity = await identify(engine);
    if (identity === null) return null;
    digests[engineName(engine)] = identity.digest;
  }
  return digests;
}

/**
 * The digests of the engines of a certificate as they are here; null for one that is not there, or
 * cannot be told. Nothing that the certificate names is started; with `isThorough` a kernel's engine
 * is built.
 */
export async function digestsHere(
  names: readonly string[],
  isThorough: boolean,
): Promise<Readonly<Record<string, string | null>>> {
  const digests = await Promise.all(
    names.map(async (name) => {
      if (name.startsWith("linux:") && !isThorough) return [name, null] as const;
      try {
        const identity = await identify(isEngineName(name) ? name : { command: name });
        return [name, identity?.digest ?? null] as const;
      } catch (error) {
        if (error instanceof Fault) return [name, null] as const;
        throw error;
      }
    }),
  );
  return Object.fromEntries(digests);
}

/** What one engine is; null where that cannot be known. */
export async function identify(engine: GateEngine): Promise<EngineIdentity | null> {
  if (typeof engine !== "string") return ofCommand(engine.command);
  if (engine === "reference" || engine === "model") return { digest: buildDigest(), files: [] };
  if (!engine.startsWith("linux:")) return null;
  const { namedTree } = await import("../engine/linux/provision.js");
  const { buildLinuxEngine } = await import("../engine/linux/build.js");
  const { treeFiles } = await import("../engine/linux/tree.js");
  const { applicablePolicies } = await import("../engine/linux/variants.js");
  const tree = await namedTree(engine.slice("linux:".length), {});
  const { policies } = applicablePolicies(tree);
  const built = await buildLinuxEngine(tree, { policies });
  return {
    digest: built.digest,
    files: [built.command[0], ...Object.values(treeFiles).map((file) => join(tree.folder, file))],
  };
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
