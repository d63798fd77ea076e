import { mkdir, readdir, readFile, stat, unlink } from "node:fs/promises";
import { join } from "node:path";
import { cacheFolder } from "../../base/cache/folder.js";
import { Diagnostic } from "../../base/diagnostic/diagnostic.js";
import { errorCode, reasonOf } from "../../base/diagnostic/system-error.js";
import { parseDocument } from "../../base/document/read.js";
import { sealedText } from "../../base/document/sealed.js";
import { writeAtomic } from "../../base/document/write-atomic.js";
import { pathIn, requireNoLink } from "../../base/out/folder.js";
import { requireOurs } from "../../base/out/ours.js";
import { certificatesUnwritable } from "./diagnostics.js";
import { keyOf, questionOf } from "./key.js";
import { type Certificate, certificateKind, certificateSchema } from "./schema.js";

/** Where certificates are kept: each under its key. */
export function certificateFolder(): string {
  return cacheFolder("gates");
}

/** What is kept under a key. */
export type Kept =
  | { readonly kind: "found"; readonly certificate: Certificate }
  | { readonly kind: "none" }
  /** There is something that is no certificate of this key: cut, edited, foreign or older. */
  | { readonly kind: "refused"; readonly why: string };

/**
 * A certificate in a text, with its key recomputed from what it says of itself.
 *
 * @throws Diagnostic `document/…`
 */
export function parseCertificate(text: string, file: string): Certificate {
  return parseDocument(text, file, certificateKind, certificateSchema);
}

/** The certificate of `key` in the cache. It is taken only if it is whole and of this very key. */
export async function readKept(key: string, folder = certificateFolder()): Promise<Kept> {
  const file = join(folder, `${key}.json`);
  let text: string;
  try {
    text = await readFile(file, "utf8");
  } catch (error) {
    return errorCode(error) === "ENOENT"
      ? { kind: "none" }
      : { kind: "refused", why: `${file} cannot be read: ${reasonOf(error)}` };
  }
  try {
    const certificate = parseCertificate(text, file);
    if (certificate.key !== key || keyOf(questionOf(certificate), certificate.depends) !== key) {
      return { kind: "refused", why: `${file} is the certificate of another question` };
    }
    return { kind: "found", certificate };
  } catch (error) {
    if (!(error instanceof Diagnostic)) throw error;
    return { kind: "refused", why: `${file}: ${error.message.replace(/\.$/, "")}` };
  }
}

/** Keeps a certificate, whole or not at all; gives why that is not possible, or null. */
export async function keep(
  certificate: Omit<Certificate, "sha256">,
  folder = certificateFolder(),
): Promise<string | null> {
  try {
    await mkdir(folder, { recursive: true });
    await sweep(folder);
    await writeAtomic(join(folder, `${certificate.key}.json`), sealedText(certificate));
    return null;
  } catch (error) {
    return `${folder} cannot be written: ${reasonOf(error)}`;
  }
}

/** Files in the making are left by processes that were killed; nobody takes this long for one. */
const ABANDONED_MILLISECONDS = 60_000;

/** Removes what killed processes have left half written in `folder`. */
export async function sweep(folder: string): Promise<void> {
  for (const name of await readdir(folder).catch((): readonly string[] => [])) {
    if (!/\.json\.\d+$/.test(name)) continue;
    const file = join(folder, name);
    const { mtimeMs } = await stat(file).catch(() => ({ mtimeMs: Date.now() }));
    if (Date.now() - mtimeMs > ABANDONED_MILLISECONDS) await unlink(file).catch(() => {});
  }
}

/**
 * Writes certificates for people to keep, each under the name of its gate.
 *
 * @throws Diagnostic `certificate/unwritable`, `out/…`
 */
export async function writeCertificates(
  certificates: ReadonlyMap<string, Omit<Certificate, "sha256">>,
  folder: string,
): Promise<void> {
  try {
    await mkdir(folder, { recursive: true });
    for (const [gate, certificate] of certificates) {
      const file = pathIn(folder, `${gate}.certificate.json`);
      await requireNoLink(file);
      await requireOurs(file, (head) => head.includes('"schema": "nmicheck.certificate/'));
      await writeAtomic(file, sealedText(certificate));
    }
  } catch (error) {
    if (error instanceof Diagnostic) throw error;
    throw certificatesUnwritable(folder, reasonOf(error));
  }
}
