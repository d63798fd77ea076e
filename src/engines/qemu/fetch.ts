import { mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { cacheFolder } from "../../base/cache/folder.js";
import { makeFolder } from "../../base/cache/make-folder.js";
import {
  cacheDiagnostic,
  downloadDiagnostic,
  noAptDiagnostic,
  unpackDiagnostic,
} from "./diagnostics.js";
import type { GuestKernel } from "./kernel.js";
import type { KernelPackages } from "./kernel-packages.js";
import { checkMakePath } from "./make-path.js";
import { complaintOf, run, runInto, type WorkOptions } from "./run.js";

/** What may be chosen when a kernel is fetched. */
export interface FetchOptions extends WorkOptions {
  /** Where kernels are kept; by default in the user's cache. */
  readonly folder?: string;
}

/** The file of a package among those that apt-get has fetched: `name_version_architecture.deb`. */
async function fetchedFile(folder: string, packageName: string): Promise<string> {
  const found = (await readdir(folder)).find((file) => file.startsWith(`${packageName}_`));
  if (found === undefined) throw unpackDiagnostic(packageName, "apt-get left no file.");
  return join(folder, found);
}

/** The headers, in `making` for now and in `home` later. */
async function unpackHeaders(
  packages: KernelPackages,
  fetched: string,
  making: string,
  home: string,
  options: WorkOptions,
): Promise<void> {
  for (const name of packages.headers) {
    const file = await fetchedFile(fetched, name);
    await run(["dpkg-deb", "--extract", file, making], making, options, (error) =>
      unpackDiagnostic(name, complaintOf(error)),
    );
  }
  // The flavour's Makefile includes the common one by the path that it would be installed at.
  const makefile = join(making, "usr", "src", `linux-headers-${packages.release}`, "Makefile");
  const text = await readFile(makefile, "utf8").catch(() => {
    throw unpackDiagnostic(packages.headers[0], "it has no Makefile.");
  });
  await writeFile(makefile, text.replaceAll("/usr/src/", `${join(home, "usr", "src")}/`));
}

/** Of the image's package only the image: the modules in it are hundreds of megabytes. */
async function unpackImage(
  packages: KernelPackages,
  fetched: string,
  making: string,
  options: WorkOptions,
): Promise<void> {
  const file = await fetchedFile(fetched, packages.image);
  const member = `./boot/vmlinuz-${packages.release}`;
  await runInto(
    ["dpkg-deb", "--fsys-tarfile", file],
    ["tar", "--extract", "--strip-components=2", "--no-same-owner", member],
    making,
    options,
    (error) => unpackDiagnostic(packages.image, complaintOf(error)),
  );
}

/**
 * A kernel of Debian's: from the user's cache, else with `apt-get download`, which needs no root and
 * installs nothing. About 90 MB are fetched, and 120 MB kept. Safe to call by two processes at once.
 *
 * @throws Diagnostic `qemu/no-apt`, `qemu/download`, `qemu/unpack`, `qemu/cache`.
 */
export async function fetchKernel(
  packages: KernelPackages,
  options: FetchOptions = {},
): Promise<GuestKernel> {
  const { release, version, image, headers } = packages;
  const parent = options.folder ?? cacheFolder("qemu", "kernels");
  checkMakePath(parent);
  const home = join(parent, `${release}_${version.replaceAll(":", "-")}`);
  const fill = async (making: string) => {
    const fetched = join(making, ".packages");
    await mkdir(fetched);
    options.onProgress?.(`fetching the kernel ${release}`);
    await run(["apt-get", "download", image, ...headers], fetched, options, (error) =>
      error.code === "ENOENT"
        ? noAptDiagnostic(release)
        : downloadDiagnostic(release, complaintOf(error)),
    );
    options.onProgress?.(`unpacking the kernel ${release}`);
    await unpackHeaders(packages, fetched, making, home, options);
    await unpackImage(packages, fetched, making, options);
    await rm(fetched, { recursive: true });
  };
  await makeFolder(home, fill, cacheDiagnostic);
  return {
    release,
    image: join(home, `vmlinuz-${release}`),
    headers: join(home, "usr", "src", `linux-headers-${release}`),
    policies: ["mainline"],
  };
}
