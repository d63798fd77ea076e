import { createHash } from "node:crypto";

/** SHA-256 of a module's text, in hexadecimal. */
export function moduleHash(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}
