import { readdir, readFile, stat } from "node:fs/promises";
import { join, resolve } from "node:path";
import { z } from "zod";
import { chooseTools } from "../analyses/check/check.js";
import type { LimitsRequest } from "../analyses/limits/limits.js";
import { sha256 } from "../base/document/sealed.js";
import type { KeptKind } from "../base/kept/kept-answer.js";
import { engineDigests } from "../engines/identity.js";
import { axesKey } from "../machine/configuration/named-axes.js";
import { readName } from "../machine/configuration/read.js";
import { builtInDigests } from "../machine/policy/built-in-digests.js";
import type { LimitsOptions } from "./limits-work.js";

/** Who certifies the pair; `auto` is TLC where it is there. */
export const limitsCheckers = ["auto", "tlc", "explorer"] as const;

const answerSchema = z.strictObject({
  /** For a pipe, for a terminal with colour, and for `--json`. */
  plain: z.string(),
  coloured: z.string(),
  json: z.string(),
  /** What was written, each file with its digest. */
  files: z.record(z.string(), z.string()),
});

/** What `limits` answers, in every form, with the files that it wrote. */
export type LimitsAnswer = z.infer<typeof answerSchema>;

/** Answers that came out as expected. */
export const keptLimits: KeptKind<LimitsAnswer> = { name: "limits-answers", schema: answerSchema };

/**
 * What an answer is the answer to, as plain data; null where an engine cannot be known without starting
 * it.
 *
 * @throws TlcFault when TLC was asked for and is missing; diagnostics of building an engine
 */
export async function limitsQuestion(
  { platform, axes, walk, observation }: LimitsRequest,
  options: LimitsOptions,
  engines: readonly string[],
  folder: string,
  signal: AbortSignal,
): Promise<object | null> {
  const identities = await engineDigests(
    engines.map((name) => [name, { kind: "name", name }]),
    { signal },
  );
  if (identities === null) return null;
  const checker = readName("checker", options.checker ?? "auto", limitsCheckers);
  const jar = options.tlcJar === undefined ? {} : { tlcJar: resolve(options.tlcJar) };
  const tools = await chooseTools({ checker, ...jar }, {});
  const { heap = null, timeout = null } = options;
  return {
    ...{ platform, walk, observation, heap, timeout, folder },
    axes: axes === undefined ? null : axesKey(axes),
    // The pages name the user's files from where the user is.
    from: process.cwd(),
    checker: [checker, tools === null ? null : [tools.jar.sha256, tools.java.version]],
    engines: [engines, identities],
    policies: await builtInDigests(),
  };
}

/** The files in a folder that were written since, each with its digest. */
export async function writtenSince(
  folder: string,
  milliseconds: number,
): Promise<Readonly<Record<string, string>>> {
  const written: Record<string, string> = {};
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    const file = join(entry.parentPath, entry.name);
    if (!entry.isFile() || (await stat(file)).mtimeMs < milliseconds) continue;
    const digest = await digestOf(file);
    if (digest !== null) written[file] = digest;
  }
  return written;
}

/** Whether every file is as it was written. */
export async function areAsWritten(files: Readonly<Record<string, string>>): Promise<boolean> {
  for (const [file, digest] of Object.entries(files)) {
    if ((await digestOf(file)) !== digest) return false;
  }
  return true;
}

async function digestOf(file: string): Promise<string | null> {
  return readFile(file, "utf8").then(sha256, () => null);
}
