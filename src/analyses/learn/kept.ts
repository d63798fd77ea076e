import { readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { cacheFolder } from "../../base/cache/folder.js";
import { makeFolder } from "../../base/cache/make-folder.js";
import { canonicalJson, sha256 } from "../../base/document/sealed.js";
import { buildDigest } from "../../base/package/build-digest.js";
import { identifyEngine } from "../../engines/identity.js";
import { cacheUnwritable } from "./diagnostics.js";
import { type LearnDocument, learnSchema } from "./document.js";
import type { LearnChoices, LearnEvents } from "./from-engine.js";
import { type LearnSource, sourceText } from "./source.js";

const DOCUMENT = "learned.json";

/**
 * The folder of what is learned from an engine: by everything that the engine was built from, what is
 * asked of it, and this nmicheck; null for an engine that cannot be known without starting it.
 */
export async function keptFolder(
  source: LearnSource,
  choices: LearnChoices,
  events: LearnEvents = {},
): Promise<string | null> {
  const engine = await identifyEngine(source.engine, events);
  if (engine === null) return null;
  const made = [engine.digest, buildDigest(), sourceText(source), choices];
  return cacheFolder("learned", sha256(canonicalJson(made)).slice(0, 32));
}

/** What is kept in a folder; null where it is not there, or is not as it was written. */
export async function readKept(folder: string): Promise<LearnDocument | null> {
  const text = await readFile(join(folder, DOCUMENT), "utf8").catch(() => null);
  if (text === null) return null;
  const [seal, json = ""] = text.split("\n");
  if (seal === sha256(json)) {
    const parsed = learnSchema.safeParse(JSON.parse(json));
    if (parsed.success) return parsed.data;
  }
  await rm(folder, { recursive: true, force: true }).catch(() => {});
  return null;
}

/**
 * Keeps what was learned, once it is known to be the engine's.
 *
 * @throws Diagnostic `learn/cache`
 */
export async function keep(folder: string, document: LearnDocument): Promise<void> {
  const json = JSON.stringify(document);
  await makeFolder(
    folder,
    (making) => writeFile(join(making, DOCUMENT), `${sha256(json)}\n${json}\n`),
    cacheUnwritable,
  );
}

/**
 * The file of a policy's text in the cache, from which it is loaded as a user's file is; its folder is
 * named by the text.
 *
 * @throws Diagnostic `learn/cache`
 */
export async function policyFile({
  name,
  policyText,
}: Pick<LearnDocument, "name" | "policyText">): Promise<string> {
  const folder = cacheFolder("learned", "texts", sha256(policyText).slice(0, 32));
  const file = join(folder, `${name}.ts`);
  const known = await readFile(file, "utf8").catch(() => null);
  if (known === policyText) return file;
  await rm(folder, { recursive: true, force: true }).catch(() => {});
  await makeFolder(
    folder,
    (making) => writeFile(join(making, `${name}.ts`), policyText),
    cacheUnwritable,
  );
  return file;
}
