import { createHash } from "node:crypto";

/** The name of the TLA+ module for the policy `policy`: `NmiMainline`, of the whole path `NmiPathMainline`. */
export function moduleName(policy: string, of: "" | "Path" | "Smp" = ""): string {
  return `Nmi${of}${policy.charAt(0).toUpperCase()}${policy.slice(1)}`;
}

/** SHA-256 of a module's text, in hexadecimal. */
export function moduleHash(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}
