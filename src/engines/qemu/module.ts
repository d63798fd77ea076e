import { createHash } from "node:crypto";
import { copyFile, mkdir, readdir, readFile, rename, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { cacheFolder } from "../../base/cache/folder.js";
import { makeFolder } from "../../base/cache/make-folder.js";
import { errorsOf } from "../linux/gcc.js";
import {
  cacheDiagnostic,
  headersDiagnostic,
  missingToolsDiagnostic,
  moduleDiagnostic,
} from "./diagnostics.js";
import type { GuestKernel } from "./kernel.js";
import { checkMakePath } from "./make-path.js";
import { run, type WorkOptions } from "./run.js";

/** The module's source and the guest's first program: they stand beside this file, built or not. */
export const guestFolder: string = fileURLToPath(new URL("guest/", import.meta.url));

/** The guest's first program. */
export const INIT = "init";

/** What may be chosen when the module is built. */
export interface BuildOptions extends WorkOptions {
  /** Where modules are kept; by default in the user's cache. */
  readonly folder?: string;
  /** The module's source, by default nmicheck's own. */
  readonly source?: string;
}

/** Files that tell one set of headers from another: every exported symbol, and the configuration. */
const HEADER_FILES = ["Module.symvers", "include/config/auto.conf", "Makefile"];

async function digestOf(files: readonly string[], extra: readonly string[]): Promise<string> {
  const hash = createHash("sha256");
  for (const file of files) {
    hash.update(`${file}\0`);
    hash.update(await readFile(file).catch(() => ""));
  }
  for (const text of extra) hash.update(`\0${text}`);
  return hash.digest("hex").slice(0, 32);
}

async function compilerVersion(options: WorkOptions): Promise<string> {
  return run(["gcc", "--version"], tmpdir(), options, () =>
    missingToolsDiagnostic({ programs: ["gcc"], packages: ["gcc"] }, false),
  );
}

/**
 * The file of nmicheck's module (`nmicheck.ko`) for a kernel: from the user's cache if its source,
 * the kernel's headers and the compiler are the same as when it was built, else built with make.
 * Takes two seconds.
 *
 * @throws Diagnostic `qemu/module` with the compiler's own errors, `qemu/headers`, `qemu/missing-tools`,
 * `qemu/cache`.
 */
export async function buildModule(
  kernel: GuestKernel,
  options: BuildOptions = {},
): Promise<string> {
  const parent = options.folder ?? cacheFolder("qemu", "modules");
  checkMakePath(parent);
  if (!(await stat(kernel.headers).catch(() => undefined))?.isDirectory()) {
    throw headersDiagnostic(kernel.release, `${kernel.headers} is no folder.`);
  }
  const source = options.source ?? guestFolder;
  const names = (await readdir(source)).filter((name) => name !== INIT).sort();
  const digest = await digestOf(
    [
      ...names.map((name) => join(source, name)),
      ...HEADER_FILES.map((name) => join(kernel.headers, name)),
    ],
    [kernel.release, await compilerVersion(options)],
  );
  const home = join(parent, `${kernel.release}_${digest}`);
  const fill = async (making: string) => {
    options.onProgress?.(`building the module for ${kernel.release}`);
    const build = join(making, "build");
    await mkdir(build);
    for (const name of names) await copyFile(join(source, name), join(build, name));
    await make(kernel, build, options);
    await rename(join(build, "nmicheck.ko"), join(making, "nmicheck.ko"));
    await rm(build, { recursive: true });
  };
  await makeFolder(home, fill, cacheDiagnostic);
  return join(home, "nmicheck.ko");
}

async function make(kernel: GuestKernel, build: string, options: WorkOptions): Promise<void> {
  const variables = [
    `M=${build}`,
    // Type information for BPF: it would need pahole, and nobody asks for it.
    "CONFIG_DEBUG_INFO_BTF_MODULES=",
  ];
  await run(
    ["make", "--silent", "--directory", kernel.headers, ...variables, "modules"],
    build,
    options,
    (error) => {
      if (error.code === "ENOENT") {
        return missingToolsDiagnostic({ programs: ["make"], packages: ["make"] }, false);
      }
      const messages = String(error.stderr ?? "").replaceAll(`${build}/`, "");
      return moduleDiagnostic(kernel.release, errorsOf(messages));
    },
  );
}
