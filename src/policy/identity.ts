import { createHash } from "node:crypto";

/**
 * The name of the TLA+ module for the policy `policy`: `NmiMainline`, of the whole path
 * `NmiPathMainline`. TypeScript has letters in its names that TLA+ has not.
 */
export function moduleName(policy: string, of: "" | "Path" | "Smp" = ""): string {
  const plain = policy.replace(/\W/g, "_");
  return `Nmi${of}${plain.charAt(0).toUpperCase()}${plain.slice(1)}`;
}

/** SHA-256 of a module's text, in hexadecimal. */
export function moduleHash(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}
