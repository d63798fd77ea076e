import { createHash } from "node:crypto";

/** The name of the TLA+ module for the policy `policy`: `NmiMainline`. */
export function moduleName(policy: string): string {
  return `Nmi${policy.charAt(0).toUpperCase()}${policy.slice(1)}`;
}

/** SHA-256 of a module's text, in hexadecimal. */
export function moduleHash(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}
