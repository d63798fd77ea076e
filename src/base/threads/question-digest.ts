import { canonicalJson, sha256 } from "../document/sealed.js";

/** The digest of a question, which is plain data: what is asked, and what an answer says it answers. */
export function questionDigest(question: unknown): string {
  return sha256(canonicalJson(question));
}
