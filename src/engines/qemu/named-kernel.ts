import { access } from "node:fs/promises";
import { kernelNameDiagnostic } from "./diagnostics.js";
import { type FetchOptions, fetchKernel } from "./fetch.js";
import type { GuestKernel } from "./kernel.js";
import { findKernelPackages } from "./kernel-packages.js";
import { ownKernel } from "./own-kernel.js";

/**
 * The kernel that the user names after `--engine qemu:`. A version, such as "6.12", is the newest of
 * Debian's kernels of that version that apt knows. Anything else is the path of an image (bzImage),
 * with the folder of its headers after a comma if they are not where they are installed to.
 *
 * @throws Diagnostic `qemu/kernel-name`, and as `findKernelPackages`, `fetchKernel` and `ownKernel`.
 */
export async function namedKernel(name: string, options: FetchOptions = {}): Promise<GuestKernel> {
  if (/^\d+\.\d+$/.test(name)) {
    return fetchKernel(await findKernelPackages(name, options), options);
  }
  const [image = "", headers] = name.split(",");
  const isThere = await access(image).then(
    () => true,
    () => false,
  );
  if (!isThere) throw kernelNameDiagnostic(name);
  return ownKernel(image, headers);
}
