import { mkdir, readdir, readFile, rm, stat } from "node:fs/promises";
import { createRequire } from "node:module";
import { join } from "node:path";
import { cacheFolder } from "../../base/cache/folder.js";
import { writeAtomic } from "../../base/document/write-atomic.js";
import { buildDigest } from "../../base/package/build-digest.js";
import { nmicheckVersion } from "../../base/package/version.js";
import type { Written } from "../../compiler/ir/model.js";
import type { CompiledPolicy } from "./module.js";
import { sha256, sourcesDigest } from "./sources-digest.js";
import { restoreModel, type StoredModel, storeModel } from "./stored-model.js";
import type { TranspiledPolicy } from "./transpile.js";

/**
 * What the compiler made of a policy file of the user's, kept so that the compiler need not be loaded
 * while the sources are the same: a first line with the digest of the rest, and the rest as JSON. It
 * is used only where everything that it was made from is as it was; what is broken, foreign or old is
 * removed.
 */
const FORMAT = "nmicheck-policy/2";

/** What the compiler made of a policy file. */
export interface KeptPolicy {
  readonly compiled: CompiledPolicy;
  readonly modules: Pick<TranspiledPolicy, "entry" | "modules">;
}

/** The same as data. */
interface StoredPolicy extends StoredModel {
  readonly madeBy: string;
  readonly file: string;
  readonly folder: string;
  readonly files: readonly string[];
  readonly digests: readonly string[];
  readonly name: string;
  readonly exportName: string;
  readonly transpiled: KeptPolicy["modules"];
}

/** The user's files are not the package's: what stands there is kept with the place. */
const asWritten = (written: Written): Written => written;

/** Policies are small; of those that nobody has asked about for longest the files go. */
const MOST_FILES = 100;

/** Where compiled policies are kept. */
export function compiledPolicyFolder(): string {
  return cacheFolder("policies");
}

/** What is compiled says where it was written as seen from the working directory. */
function entryFile(file: string, folder: string): string {
  return join(folder, `${sha256(JSON.stringify([file, process.cwd()]))}.json`);
}

/** Which nmicheck, typed model and TypeScript compile here; null for one that was never built. */
async function compiler(): Promise<string | null> {
  try {
    const typescript = createRequire(import.meta.url).resolve("ts-morph/package.json");
    const library = sha256(await readFile(typescript, "utf8"));
    return [nmicheckVersion(), buildDigest(), library, await sourcesDigest()].join(" ");
  } catch {
    return null;
  }
}

async function digestsNow(files: readonly string[]): Promise<readonly string[]> {
  return Promise.all(files.map(async (file) => sha256(await readFile(file, "utf8"))));
}

/** What is kept of the policy in `file` (absolute), if that is what it would compile to now. */
export async function readCompiled(
  file: string,
  folder = compiledPolicyFolder(),
): Promise<KeptPolicy | null> {
  const path = entryFile(file, folder);
  const text = await readFile(path, "utf8").catch(() => null);
  if (text === null) return null;
  const kept = await takenFrom(text, file).catch(() => null);
  if (kept === null) await rm(path, { force: true, recursive: true }).catch(() => {});
  return kept;
}

async function takenFrom(text: string, file: string): Promise<KeptPolicy | null> {
  const [head, json = "", ...rest] = text.split("\n");
  if (head !== `${FORMAT} ${sha256(json)}` || rest.join("") !== "") return null;
  const stored: StoredPolicy = JSON.parse(json);
  const { files, digests } = stored;
  const isToday =
    stored.madeBy === (await compiler()) &&
    stored.file === file &&
    stored.folder === process.cwd() &&
    digests.join() === (await digestsNow(files)).join();
  if (!isToday) return null;
  const { name, exportName, transpiled } = stored;
  const whole = restoreModel(stored, asWritten);
  return { compiled: { name, files, digests, exportName, whole }, modules: transpiled };
}

/**
 * Keeps what the compiler made of the policy in `file` (absolute), unless something else than the
 * texts of its files could change that, or they were changed meanwhile. Where nothing can be written
 * nothing is lost but time.
 */
export async function keepCompiled(
  file: string,
  compiled: CompiledPolicy,
  { entry, modules, isFixed, digests }: TranspiledPolicy,
  folder = compiledPolicyFolder(),
): Promise<void> {
  const isSame = compiled.files.every((path, at) => digests.get(path) === compiled.digests[at]);
  const madeBy = await compiler();
  if (!isFixed || !isSame || madeBy === null) return;
  try {
    const stored: StoredPolicy = {
      ...storeModel(compiled.whole, asWritten),
      madeBy,
      file,
      folder: process.cwd(),
      files: compiled.files,
      digests: compiled.digests,
      name: compiled.name,
      exportName: compiled.exportName,
      transpiled: { entry, modules },
    };
    const json = JSON.stringify(stored);
    await mkdir(folder, { recursive: true });
    await writeAtomic(entryFile(file, folder), `${FORMAT} ${sha256(json)}\n${json}\n`);
    await sweep(folder);
  } catch {
    // A cache that is full or read-only.
  }
}

/** Removes what was written longest ago, where there is too much. */
async function sweep(folder: string): Promise<void> {
  const names = await readdir(folder);
  if (names.length <= MOST_FILES) return;
  const aged = await Promise.all(
    names.map(async (name) => {
      const path = join(folder, name);
      return { path, age: (await stat(path)).mtimeMs };
    }),
  );
  aged.sort((one, other) => other.age - one.age);
  for (const { path } of aged.slice(MOST_FILES)) await rm(path, { force: true });
}
