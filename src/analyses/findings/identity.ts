import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { pipeline } from "node:stream/promises";
import { sha256 } from "../../base/document/sealed.js";
import { namedTree } from "../../engines/linux/provision.js";
import { treeFiles } from "../../engines/linux/tree.js";
import { namedKernel } from "../../engines/qemu/named-kernel.js";
import type { EvidenceRecord } from "./evidence.js";

/** Which kernel it is that answers under an engine's name. */
export type Identity = Pick<EvidenceRecord, "version" | "source">;

/**
 * What a kernel's engine is made of: the file that is compiled, or the image that is booted.
 *
 * @param engine `linux:…` or `qemu:…`
 * @throws the diagnostics of fetching it
 */
export async function identityOf(engine: string, signal?: AbortSignal): Promise<Identity> {
  const stoppable = signal === undefined ? {} : { signal };
  const name = engine.slice(engine.indexOf(":") + 1);
  if (engine.startsWith("linux:")) {
    const { version, nmiC } = await namedTree(name, stoppable);
    return { version, source: { file: treeFiles.nmiC, sha256: sha256(nmiC) } };
  }
  const { release, image } = await namedKernel(name, stoppable);
  const hash = createHash("sha256");
  await pipeline(createReadStream(image), hash);
  return { version: release, source: { file: "bzImage", sha256: hash.digest("hex") } };
}
