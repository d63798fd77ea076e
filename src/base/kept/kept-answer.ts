import { mkdir, readdir, readFile, stat, unlink, utimes } from "node:fs/promises";
import { dirname, join } from "node:path";
import { z } from "zod";
import { cacheFolder } from "../cache/folder.js";
import { canonicalJson, sha256 } from "../document/sealed.js";
import { writeAtomic } from "../document/write-atomic.js";
import { buildDigest } from "../package/build-digest.js";

/** Answers of one kind, kept in the user's cache, and taken again while nothing has changed. */
export interface KeptKind<Answer> {
  /** The folder of the cache. */
  readonly name: string;
  readonly schema: z.ZodType<Answer>;
}

/** Answers of one kind that are kept at most; those that were not asked for the longest go. */
const MOST_KEPT = 64;

/** An answer is read with its question, so that none is taken for another one's. */
const keptSchema = z.strictObject({ question: z.unknown(), answer: z.unknown() });

function fileOf(kind: KeptKind<unknown>, question: unknown): string {
  return cacheFolder(kind.name, `${sha256(asked(question)).slice(0, 32)}.json`);
}

/** The question, with the programs that answer it: another build may answer otherwise. */
function asked(question: unknown): string {
  return canonicalJson([buildDigest(), question]);
}

/**
 * The answer that was kept for this very question; null where there is none, or one that is cut,
 * edited, of another form or of another question.
 *
 * @param question plain data: everything that the answer depends on beside nmicheck's own programs,
 * files by their digests
 */
export async function keptAnswer<Answer>(
  kind: KeptKind<Answer>,
  question: unknown,
): Promise<Answer | null> {
  const file = fileOf(kind, question);
  try {
    const text = await readFile(file, "utf8");
    const end = text.indexOf("\n");
    const json = text.slice(end + 1);
    if (text.slice(0, end) !== sha256(json)) return null;
    const kept = keptSchema.parse(JSON.parse(json));
    if (canonicalJson(kept.question) !== asked(question)) return null;
    const answer = kind.schema.safeParse(kept.answer);
    if (!answer.success) return null;
    const now = new Date();
    await utimes(file, now, now).catch(() => {});
    return answer.data;
  } catch {
    // There is none, or none that can be read: the question is asked again.
    return null;
  }
}

/** Keeps an answer; a cache that cannot be written costs time the next time, and no answer. */
export async function keepAnswer<Answer>(
  kind: KeptKind<Answer>,
  question: unknown,
  answer: Answer,
): Promise<void> {
  const file = fileOf(kind, question);
  const json = JSON.stringify({ question: JSON.parse(asked(question)), answer });
  try {
    await mkdir(dirname(file), { recursive: true });
    await writeAtomic(file, `${sha256(json)}\n${json}`);
    await dropOldest(dirname(file));
  } catch {
    // The answer is there all the same.
  }
}

async function dropOldest(folder: string): Promise<void> {
  const names = await readdir(folder);
  if (names.length <= MOST_KEPT) return;
  const files = await Promise.all(
    names.map(async (name) => {
      const path = join(folder, name);
      return { path, used: (await stat(path)).mtimeMs };
    }),
  );
  const oldest = files.sort((one, other) => other.used - one.used).slice(MOST_KEPT);
  for (const { path } of oldest) await unlink(path).catch(() => {});
}
