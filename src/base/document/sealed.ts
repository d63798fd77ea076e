import { createHash } from "node:crypto";

/** Plain data with its keys in one order, so that equal data has one text. */
export function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_key, part: unknown) =>
    typeof part === "object" && part !== null && !Array.isArray(part)
      ? Object.fromEntries(
          Object.entries(part).sort(([left], [right]) =>
            left < right ? -1 : left > right ? 1 : 0,
          ),
        )
      : part,
  );
}

/** SHA-256 of a text or of bytes, in hexadecimal. */
export function sha256(text: string | Uint8Array): string {
  return createHash("sha256").update(text).digest("hex");
}

/** The seal of a document: the digest of everything in it but the seal itself. */
export function sealOf(document: object): string {
  const { sha256: _, ...rest } = Object.assign({ sha256: "" }, document);
  return sha256(canonicalJson(rest));
}

/** The document with its seal, as the text of its file. */
export function sealedText(document: object): string {
  return `${JSON.stringify({ ...document, sha256: sealOf(document) }, null, 2)}\n`;
}
