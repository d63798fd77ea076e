import { access, readFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { headersDiagnostic } from "./diagnostics.js";
import { releaseOfImage } from "./image.js";
import type { GuestKernel } from "./kernel.js";

/** A user's kernel may have any built-in policy in its nmi.c: that is for the traces to tell. */
const POLICIES = ["none", "v5", "mainline"];

async function isThere(file: string): Promise<boolean> {
  return access(file).then(
    () => true,
    () => false,
  );
}

/** The release that a folder of headers is for, or undefined where it is none. */
async function releaseOfHeaders(folder: string): Promise<string | undefined> {
  const file = join(folder, "include", "generated", "utsrelease.h");
  const text = await readFile(file, "utf8").catch(() => "");
  return /UTS_RELEASE "([^"]+)"/.exec(text)?.[1];
}

/** Where the headers of an image may be, the likeliest place first. */
function placesOfHeaders(image: string, release: string): readonly string[] {
  const places = [`/lib/modules/${release}/build`, `/usr/src/linux-headers-${release}`];
  const inTree = /^(.*)\/arch\/x86(?:_64)?\/boot\/bzImage$/.exec(image)?.[1];
  // An image in the tree that it was built in: that tree is its headers.
  return inTree === undefined ? places : [inTree, ...places];
}

/**
 * A kernel of the user's own.
 *
 * @param headers the folder that its modules are built in; looked for in the usual places if it is
 * not given.
 * @throws Diagnostic `qemu/image`, `qemu/headers`.
 */
export async function ownKernel(imageFile: string, headers?: string): Promise<GuestKernel> {
  const image = resolve(imageFile);
  const release = await releaseOfImage(image);
  const places = headers === undefined ? placesOfHeaders(image, release) : [resolve(headers)];
  for (const place of places) {
    if (!(await isThere(join(place, "Makefile")))) continue;
    const found = await releaseOfHeaders(place);
    if (found === release) return { release, image, headers: place, policies: POLICIES };
    // A place that the user named, and no other, is worth a complaint of its own.
    if (headers === undefined) continue;
    throw headersDiagnostic(release, `the headers in ${place} are for ${found ?? "no kernel"}.`);
  }
  throw headersDiagnostic(release, `its headers are not in ${places.join(" or ")}.`);
}
