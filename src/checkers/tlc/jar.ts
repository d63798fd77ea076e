import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { join, resolve } from "node:path";
import { pipeline } from "node:stream/promises";
import { cacheFolder } from "../../base/cache/folder.js";
import { errorCode, reasonOf } from "../../base/diagnostic/system-error.js";
import { jarDigest, jarMissing, jarNotFound, jarUnreadable } from "./diagnostics.js";
import { KNOWN_JARS, type KnownJar } from "./known-jars.js";

/** A jar to run TLC from. */
export interface TlcJar {
  readonly path: string;
  readonly sha256: string;
  /** What it is by its digest; null for a jar that nmicheck does not know: it runs *unverified*. */
  readonly known: KnownJar | null;
  readonly from: "--tlc-jar" | "TLA2TOOLS_JAR" | "cache";
}

/** Where to look for a jar. */
export interface JarSearch {
  /** What `--tlc-jar` says. */
  readonly option?: string | undefined;
  /** The folder of TLC's jars in the user's cache, `tlcCacheFolder()` unless told. */
  readonly cache?: string | undefined;
}

/** Where the jars of TLC are kept in the user's cache. */
export function tlcCacheFolder(): string {
  return cacheFolder("tlc");
}

/**
 * Finds the jar to run: the one of `--tlc-jar`, else of the variable TLA2TOOLS_JAR, else the first
 * known one in the cache. A jar that the user names may be any; one in the cache must be what its
 * name says.
 *
 * @throws TlcFault `tlc/jar-not-found`, `tlc/jar-unreadable`, `tlc/jar-digest`, `tlc/jar-missing`
 */
export async function locateJar(search: JarSearch = {}): Promise<TlcJar> {
  if (search.option !== undefined) return namedJar(search.option, "--tlc-jar");
  const { TLA2TOOLS_JAR: variable = "" } = process.env;
  if (variable !== "") return namedJar(variable, "TLA2TOOLS_JAR");
  const cache = search.cache ?? tlcCacheFolder();
  for (const known of KNOWN_JARS) {
    const jar = await cachedJar(cache, known);
    if (jar !== null) return jar;
  }
  throw jarMissing(cache);
}

/**
 * The known jar in the cache, or null if it is not there.
 *
 * @throws TlcFault `tlc/jar-digest` if the file of that name is another one; `tlc/jar-unreadable`
 */
export async function cachedJar(cache: string, known: KnownJar): Promise<TlcJar | null> {
  const path = join(cache, known.fileName);
  let sha256: string;
  try {
    sha256 = await digestOf(path);
  } catch (error) {
    if (["ENOENT", "ENOTDIR"].includes(errorCode(error) ?? "")) return null;
    throw jarUnreadable(path, reasonOf(error));
  }
  if (sha256 !== known.sha256) throw jarDigest(path, sha256, known);
  return { path, sha256, known, from: "cache" };
}

async function namedJar(name: string, from: "--tlc-jar" | "TLA2TOOLS_JAR"): Promise<TlcJar> {
  const path = resolve(name);
  try {
    const sha256 = await digestOf(path);
    const known = KNOWN_JARS.find((jar) => jar.sha256 === sha256) ?? null;
    return { path, sha256, known, from };
  } catch (error) {
    throw jarNotFound(path, from, reasonOf(error));
  }
}

/** The SHA-256 of a file, in hexadecimal. */
export async function digestOf(path: string): Promise<string> {
  const hash = createHash("sha256");
  await pipeline(createReadStream(path), hash);
  return hash.digest("hex");
}
