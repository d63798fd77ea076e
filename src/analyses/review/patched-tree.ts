import { mkdir, readFile, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { ExecaError, execa } from "execa";
import { z } from "zod";
import { cacheFolder } from "../../base/cache/folder.js";
import { makeFolder } from "../../base/cache/make-folder.js";
import { errorCode, reasonOf } from "../../base/diagnostic/system-error.js";
import { canonicalJson, sha256 } from "../../base/document/sealed.js";
import { type KernelTree, treeFiles } from "../../engines/linux/tree.js";
import {
  binaryPatch,
  doesNotApply,
  noPatch,
  noPatchProgram,
  otherFiles,
  treeUnwritable,
  unreadablePatch,
} from "./diagnostics.js";
import { plainMails } from "./mail.js";
import { type ChangedLines, changedLines, type PatchedFile, patchedFiles } from "./patch.js";

/** A copy of a tree's files with a patch applied. */
export interface PatchedTree {
  readonly folder: string;
  /** The user's header of stubs for the tree that was patched; null for none. */
  readonly shim: string | null;
  /** The files of the engine that the patch changes. */
  readonly changes: readonly string[];
  /** The other files of the patch, which no engine is made of. */
  readonly leaves: readonly string[];
  /** What each hunk changes of them, where the patch has it. */
  readonly places: readonly ({ readonly file: string } & ChangedLines)[];
  /** Hunks that stand elsewhere than the patch says, as `patch` puts it. */
  readonly moved: readonly string[];
}

/** What the engine is made of, and a patch may change. */
const CODE: readonly string[] = [treeFiles.nmiC, treeFiles.nmiH];
const MOVED = "moved.json";
const movedSchema = z.array(z.string()).readonly();

/**
 * Applies a patch to a copy of what an engine takes of a tree; the tree is left alone. The copy stays
 * in the cache, named by tree and patch.
 *
 * @throws Diagnostic `review/…` for a patch that cannot be read, changes nothing of the engine, or does not
 * apply
 */
export async function patchedTree(file: string, tree: KernelTree): Promise<PatchedTree> {
  const files = patchedFiles(plainMails(await readPatch(file)));
  if (files.length === 0) throw noPatch(file);
  const ours = files.filter(({ path }) => CODE.includes(path));
  const others = files.filter(({ path }) => !CODE.includes(path));
  const leaves = [...new Set(others.map(({ path }) => path))];
  if (ours.length === 0) throw otherFiles(file, leaves, CODE);
  const binary = ours.find(({ hunks }) => hunks.length === 0);
  if (binary !== undefined) throw binaryPatch(file, binary.path);
  const made = sha256(canonicalJson([tree.version, tree.nmiC, tree.nmiH, ours]));
  const folder = cacheFolder("linux", "patched", made.slice(0, 16));
  await makeFolder(
    folder,
    async (making) => {
      await copyTree(tree, making);
      const moved = await apply(file, ours, making);
      await writeFile(join(making, MOVED), JSON.stringify(moved));
    },
    treeUnwritable,
  );
  const moved = movedSchema.parse(JSON.parse(await readFile(join(folder, MOVED), "utf8")));
  return {
    folder,
    shim: tree.shim?.file ?? null,
    changes: [...new Set(ours.map(({ path }) => path))],
    leaves,
    places: ours.flatMap(({ path, hunks }) =>
      hunks.map((hunk) => ({ file: path, ...changedLines(hunk) })),
    ),
    moved,
  };
}

async function readPatch(file: string): Promise<string> {
  try {
    return await readFile(file, "utf8");
  } catch (error) {
    throw unreadablePatch(file, reasonOf(error));
  }
}

async function copyTree({ nmiC, nmiH, folder }: KernelTree, making: string): Promise<void> {
  const makefile = await readFile(join(folder, treeFiles.makefile), "utf8").catch(() => null);
  const texts = [
    [treeFiles.nmiC, nmiC],
    [treeFiles.nmiH, nmiH],
    [treeFiles.makefile, makefile],
  ] as const;
  for (const [path, text] of texts) {
    if (text === null) continue;
    await mkdir(join(making, dirname(path)), { recursive: true });
    await writeFile(join(making, path), text);
  }
}

/** Runs `patch`, which knows how far a hunk may have moved; returns what it says of those that have. */
async function apply(
  file: string,
  files: readonly PatchedFile[],
  folder: string,
): Promise<readonly string[]> {
  const input = files
    .map(({ path, hunks }) => `--- a/${path}\n+++ b/${path}\n${hunks.join("")}`)
    .join("");
  const args = ["-p1", "--batch", "--forward", "--no-backup-if-mismatch", "--reject-file=-"];
  try {
    const { stdout } = await execa("patch", args, { cwd: folder, input, env: { LC_ALL: "C" } });
    return stdout.split("\n").filter((line) => line.startsWith("Hunk "));
  } catch (error) {
    if (errorCode(error) === "ENOENT") throw noPatchProgram();
    if (!(error instanceof ExecaError)) throw error;
    const said = `${error.stdout ?? ""}\n${error.stderr ?? ""}`.split("\n");
    throw doesNotApply(
      file,
      said.filter((line) => /^(?:Hunk|patch:|Reversed|\d+ out of)/.test(line)),
    );
  }
}
