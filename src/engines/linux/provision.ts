import { access, mkdir, readdir, readFile, rm } from "node:fs/promises";
import { join, resolve } from "node:path";
import { ExecaError, execa } from "execa";
import { cacheFolder } from "../../base/cache/folder.js";
import { reasonOf } from "../../base/diagnostic/system-error.js";
import { makeFolder } from "./cache.js";
import {
  cacheDiagnostic,
  downloadDiagnostic,
  noAptDiagnostic,
  unknownPackageDiagnostic,
  unpackDiagnostic,
  unreadableShim,
} from "./diagnostics.js";
import { isVersion, type KernelTree, readKernelTree, treeFiles } from "./tree.js";
import { readTreeName } from "./tree-name.js";

/** What may be chosen when a tree is fetched. */
export interface ProvisionOptions {
  /** Where trees are kept; by default in the user's cache. */
  readonly folder?: string;
  /** Ends what is running. */
  readonly signal?: AbortSignal;
  /** Told, in a few words, what takes a while. */
  readonly onProgress?: (doing: string) => void;
}

const DISK_FULL = /No space left on device|Disk quota exceeded|enough free space/i;

/** The first line that says what was wrong, without the program's own mark: the rest follows from it. */
function complaint(error: ExecaError): string {
  const lines = String(error.stderr ?? "")
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "" && !line.startsWith("W:"));
  return (lines[0] ?? error.shortMessage).replace(/^E: /, "");
}

/** Runs a program; what it complains about becomes the diagnostic that `diagnostic` makes of it. */
async function run(
  program: string,
  args: readonly string[],
  folder: string,
  options: ProvisionOptions,
  diagnostic: (error: ExecaError) => Error,
): Promise<void> {
  try {
    await execa(program, args, {
      cwd: folder,
      stdin: "ignore",
      // The messages are read below, and dpkg's and apt's are translated.
      env: { LC_ALL: "C" },
      ...(options.signal && { cancelSignal: options.signal }),
    });
  } catch (error) {
    options.signal?.throwIfAborted();
    if (!(error instanceof ExecaError)) throw error;
    const detail = complaint(error);
    throw DISK_FULL.test(detail) ? cacheDiagnostic(folder, "the disk is full.") : diagnostic(error);
  }
}

/** Fetches the newest version of a package that apt knows into `folder`; returns the file's path. */
async function download(
  packageName: string,
  folder: string,
  options: ProvisionOptions,
): Promise<string> {
  options.onProgress?.(`fetching ${packageName}`);
  await run("apt-get", ["download", packageName], folder, options, (error) => {
    if (error.code === "ENOENT") return noAptDiagnostic(packageName);
    const detail = complaint(error);
    return /Unable to locate package|no installation candidate/.test(detail)
      ? unknownPackageDiagnostic(packageName)
      : downloadDiagnostic(packageName, detail);
  });
  const found = (await readdir(folder)).find((name) => name.endsWith(".deb"));
  if (found === undefined) throw downloadDiagnostic(packageName, "it left no file.");
  return join(folder, found);
}

/**
 * Unpacks from the archive of a `linux-source-*` package the few files that the engine is made of:
 * the rest of the tree, over a gigabyte, is only read past.
 *
 * @throws Diagnostic `linux/unpack`, or `linux/cache` when the disk is full.
 */
export async function unpackArchive(
  packageName: string,
  archive: string,
  into: string,
  options: ProvisionOptions = {},
): Promise<void> {
  options.onProgress?.(`unpacking ${packageName}`);
  const members = Object.values(treeFiles).map((file) => `${packageName}/${file}`);
  const args = ["--extract", "--file", archive, "--strip-components=1", "--no-same-owner"];
  await run("tar", [...args, ...members], into, options, (error) =>
    unpackDiagnostic(packageName, complaint(error)),
  );
}

/** The archive in a package file, unpacked into `folder`: Debian has it under /usr/src. */
export async function unpackPackage(
  packageName: string,
  file: string,
  folder: string,
  options: ProvisionOptions = {},
): Promise<string> {
  await run("dpkg-deb", ["--extract", file, folder], folder, options, (error) =>
    unpackDiagnostic(packageName, complaint(error)),
  );
  return join(folder, "usr", "src", `${packageName}.tar.xz`);
}

async function isReadable(file: string): Promise<boolean> {
  return access(file).then(
    () => true,
    () => false,
  );
}

/**
 * The source of a kernel that Debian packages (`linux-source-6.1`, `linux-source-6.12`): from the
 * user's cache, else from the installed package, else from Debian with `apt-get download`, which
 * needs no root. Takes about ten seconds the first time. Safe to call by two processes at once.
 *
 * @param version For example "6.12".
 * @throws Diagnostic `linux/no-apt`, `linux/unknown-package`, `linux/download`, `linux/unpack`,
 * `linux/cache`.
 * @throws the signal's reason when it aborts.
 */
export async function provisionTree(
  version: string,
  options: ProvisionOptions = {},
): Promise<KernelTree> {
  const packageName = `linux-source-${version}`;
  const folder = join(options.folder ?? cacheFolder("linux", "trees"), version);
  await makeFolder(folder, async (making) => {
    const scratch = join(making, ".package");
    await mkdir(scratch);
    const installed = `/usr/src/${packageName}.tar.xz`;
    const archive = (await isReadable(installed))
      ? installed
      : await unpackPackage(
          packageName,
          await download(packageName, scratch, options),
          scratch,
          options,
        );
    await unpackArchive(packageName, archive, making, options);
    await rm(scratch, { recursive: true });
  });
  return readKernelTree(folder);
}

/**
 * The tree that the user names after `--engine linux:`. A version, such as "6.12", is Debian's
 * package of it; anything else is the folder of a tree. `,shim=FILE` after it is a header of the
 * user's.
 *
 * @throws Diagnostic as `provisionTree` and `readKernelTree`; `linux/shim`.
 */
export async function namedTree(name: string, options: ProvisionOptions = {}): Promise<KernelTree> {
  const { tree, shim } = readTreeName(name);
  const found = await (isVersion(tree) ? provisionTree(tree, options) : readKernelTree(tree));
  if (shim === null) return found;
  const file = resolve(shim);
  try {
    return { ...found, shim: { file, text: await readFile(file, "utf8") } };
  } catch (error) {
    throw unreadableShim(shim, reasonOf(error));
  }
}
