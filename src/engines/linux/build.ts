import { createHash } from "node:crypto";
import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { basename, dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { type PolicyName, policyNames } from "../../../spec/policies/all.js";
import { cacheFolder } from "../../base/cache/folder.js";
import { makeFolder } from "./cache.js";
import type { Edit } from "./edit.js";
import {
  compilerIdentity,
  globalsFlags,
  hostedFlags,
  hostedInstrumentFlags,
  type Instrument,
  kernelFlags,
  kernelInstrumentFlags,
  runTool,
  type Toolchain,
} from "./gcc.js";
import { writeHeaders } from "./includes.js";
import { type KernelTree, treeFiles } from "./tree.js";
import { variantSource, variants } from "./variants.js";

/** What may be chosen when an engine is built. */
export interface BuildOptions {
  /** The policies that the engine can do; by default all three. */
  readonly policies?: readonly [PolicyName, ...PolicyName[]];
  /** Changes of nmi.c on top of each policy's: a mutant. */
  readonly edits?: readonly Edit[];
  readonly instrument?: Instrument;
  /** Where built engines are kept; by default in the user's cache. */
  readonly folder?: string;
  readonly signal?: AbortSignal;
}

/** An engine that was built from a kernel's source. */
export interface LinuxEngine {
  /** What to run: it speaks `nmicheck.engine/1`. */
  readonly command: readonly [string, ...string[]];
  readonly tree: KernelTree;
  readonly policies: readonly PolicyName[];
  /** The folder of the program and of what the compiler left beside it. */
  readonly folder: string;
  /** SHA-256 over everything that it was built from: the same digest, the same engine. */
  readonly digest: string;
  /** The text that was compiled for each policy. */
  readonly sources: Readonly<Partial<Record<PolicyName, string>>>;
}

/** Our own C files; they stand beside this file, in the source tree as in the built package. */
const ownSources = fileURLToPath(new URL("c/", import.meta.url));
const PROGRAM = "nmi-engine";

/** The text of each of our own C files, by path, in a fixed order. */
async function readOwnSources(): Promise<ReadonlyMap<string, string>> {
  const entries = await readdir(ownSources, { recursive: true, withFileTypes: true });
  const paths = entries
    .filter((entry) => entry.isFile())
    .map((entry) => relative(ownSources, join(entry.parentPath, entry.name)));
  const texts = new Map<string, string>();
  for (const path of paths.sort()) {
    texts.set(path, await readFile(join(ownSources, path), "utf8"));
  }
  return texts;
}

/** Writes files below a folder. */
async function writeTexts(folder: string, texts: ReadonlyMap<string, string>): Promise<void> {
  for (const [path, text] of texts) {
    await mkdir(join(folder, dirname(path)), { recursive: true });
    await writeFile(join(folder, path), text);
  }
}

/** SHA-256, in hexadecimal, over values that JSON can hold. */
function digestOf(inputs: readonly unknown[]): string {
  return createHash("sha256").update(JSON.stringify(inputs)).digest("hex");
}

/** How a kernel's nmi.c is compiled. */
interface KernelFlags {
  readonly flags: readonly string[];
  /** What objcopy is told of its variables. */
  readonly globalsFlags: readonly string[];
  /** The user's header; null for none. */
  readonly shim: string | null;
}

/**
 * What nmi.c keeps under a name, as the preprocessor is told: a patch may keep one value for all CPUs,
 * or none under this name.
 */
function keptIn(
  source: string,
  name: string,
): "NMICHECK_PER_CPU" | "NMICHECK_GLOBAL" | "NMICHECK_NONE" {
  const perCpu = new RegExp(`\\bDEFINE_PER_CPU\\w*\\([^,()]+,\\s*${name}\\s*\\)`);
  const global = new RegExp(`^(?:static )?[a-z][\\w ]*\\b${name}\\b[\\w ]*(?:=[^;]*)?;`, "m");
  if (perCpu.test(source)) return "NMICHECK_PER_CPU";
  return global.test(source) ? "NMICHECK_GLOBAL" : "NMICHECK_NONE";
}

/** nmi.c, our file around it, and the policy's edits become one object file with one public name. */
async function compileKernel(
  toolchain: Toolchain,
  policy: PolicyName,
  source: string,
  { flags, globalsFlags, shim }: KernelFlags,
): Promise<string> {
  const file = join(policy, treeFiles.nmiC);
  const object = `kernel-${policy}.o`;
  const flag = keptIn(source, "swallow_nmi");
  const isKept = variants[policy].keepsSwallowNmi && flag !== "NMICHECK_NONE";
  await mkdir(join(toolchain.folder, dirname(file)), { recursive: true });
  await writeFile(join(toolchain.folder, file), source);
  await runTool(toolchain, "gcc", [
    ...flags,
    "-Iheaders",
    ...["-include", "own/shim.h"],
    ...(shim === null ? [] : ["-include", shim]),
    `-DNMICHECK_NMI_C="../${file}"`,
    // In reports the copy of a tree's file is called as it is in the tree.
    `-ffile-prefix-map=own/../${policy}/=`,
    `-DNMICHECK_POLICY=${policy}`,
    `-DNMICHECK_KEEPS_SWALLOW_NMI=${isKept ? 1 : 0}`,
    `-DNMICHECK_HAS_RENDEZVOUS=${/\bmicrocode_nmi_handler\(\)/.test(source) ? 1 : 0}`,
    `-DNMICHECK_HAS_EMERGENCY=${/\bset_emergency_nmi_handler\(/.test(source) ? 1 : 0}`,
    `-DNMICHECK_SWALLOW_NMI=${flag}`,
    `-DNMICHECK_LAST_NMI_RIP=${keptIn(source, "last_nmi_rip")}`,
    ...["-c", "own/kernel.c", "-o", object],
  ]);
  // Each variant defines exc_nmi and all the rest: only its table may be seen by the linker.
  await runTool(toolchain, "objcopy", [
    `--keep-global-symbol=nmicheck_kernel_${policy}`,
    ...globalsFlags,
    object,
  ]);
  return object;
}

/**
 * Compiles everything around nmi.c, which is the same for every tree and policy, or finds it in the
 * cache; returns the object files.
 */
async function compileOwn(
  folder: string,
  identity: string,
  own: ReadonlyMap<string, string>,
  flags: readonly string[],
  signal: AbortSignal | undefined,
): Promise<readonly string[]> {
  const perKernel = new Set(["kernel.c", "kernels.c"]);
  const files = [...own.keys()].filter((file) => /^[^/]+\.c$/.test(file) && !perKernel.has(file));
  const parts = join(folder, `parts-${digestOf([identity, flags, [...own]]).slice(0, 32)}`);
  await makeFolder(parts, async (making) => {
    const toolchain: Toolchain = { tree: null, folder: making, signal };
    await writeTexts(making, own);
    await runTool(toolchain, "gcc", [...flags, "-c", ...files]);
  });
  return files.map((file) => join(parts, file.replace(/\.c$/, ".o")));
}

/** The list of the kernels that were compiled. */
async function compileList(
  toolchain: Toolchain,
  tree: KernelTree,
  policies: readonly PolicyName[],
  flags: readonly string[],
): Promise<string> {
  await runTool(toolchain, "gcc", [
    ...flags,
    `-DNMICHECK_VARIANTS(X)=${policies.map((policy) => `X(${policy})`).join(" ")}`,
    // The version is text from a file of the user's: only what a version can hold is passed on.
    `-DNMICHECK_VERSION="${tree.version.replace(/[^\w.+~-]/g, "?")}"`,
    ...["-c", "own/kernels.c", "-o", "kernels.o"],
  ]);
  return "kernels.o";
}

/**
 * Builds the engine from a kernel's source, or finds it in the cache: about a second the first time.
 *
 * @throws Diagnostic `linux/no-compiler`, `linux/compiler-broken`, `linux/compile`, `linux/edit`,
 * `linux/cache`.
 * @throws the signal's reason when it aborts.
 */
export async function buildLinuxEngine(
  tree: KernelTree,
  options: BuildOptions = {},
): Promise<LinuxEngine> {
  const { policies = policyNames, edits = [], instrument = "none", signal } = options;
  const cache = options.folder ?? cacheFolder("linux", "engines");
  const sources = new Map(policies.map((policy) => [policy, variantSource(tree, policy, edits)]));
  const identity = await compilerIdentity(signal);
  const own = await readOwnSources();
  const kernel = [...kernelFlags, ...kernelInstrumentFlags[instrument]];
  const hosted = [...hostedFlags, ...hostedInstrumentFlags[instrument]];
  const { version, nmiH } = tree;
  const parts = [identity, kernel, hosted, version, nmiH, [...sources], [...own]];
  const digest = digestOf(tree.shim === undefined ? parts : [...parts, tree.shim.text]);
  const folder = join(cache, digest.slice(0, 32));

  await makeFolder(folder, async (making) => {
    const toolchain: Toolchain = { tree: tree.folder, folder: making, signal };
    const ours: Toolchain = { ...toolchain, tree: null };
    await writeTexts(join(making, "own"), own);
    await writeHeaders(join(making, "headers"), tree.nmiC, { "asm/nmi.h": nmiH });
    const { shim } = tree;
    const users = shim === undefined ? null : join("users", basename(shim.file));
    if (shim !== undefined && users !== null) {
      await writeTexts(making, new Map([[users, shim.text]]));
    }
    const compileKernels = async () => {
      const objects: string[] = [];
      for (const [policy, source] of sources) {
        objects.push(
          await compileKernel(toolchain, policy, source, {
            flags: kernel,
            globalsFlags: globalsFlags[instrument],
            shim: users,
          }),
        );
      }
      return objects;
    };
    // Two compilers at a time; both are waited for, so that none runs on after a diagnostic.
    const [kernels, around] = await Promise.allSettled([
      compileKernels(),
      compileOwn(cache, identity, own, hosted, signal),
    ]);
    if (kernels.status === "rejected") throw kernels.reason;
    if (around.status === "rejected") throw around.reason;
    const list = await compileList(ours, tree, policies, hosted);
    const objects = [...kernels.value, ...around.value, list];
    await runTool(ours, "gcc", [...kernelInstrumentFlags[instrument], ...objects, "-o", PROGRAM]);
  });
  return {
    command: [join(folder, PROGRAM)],
    tree,
    policies,
    folder,
    digest,
    sources: Object.fromEntries(sources),
  };
}
