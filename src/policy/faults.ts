import { Fault } from "../fault/fault.js";

/** The codes of what can be wrong with a policy before it is compiled. */
export type PolicyFaultCode = "policy/not-found" | "policy/unreadable" | "policy/shape";

/** Neither a built-in policy nor a file. */
export function policyNotFound(name: string, builtIn: readonly string[]): Fault<PolicyFaultCode> {
  return new Fault({
    code: "policy/not-found",
    blame: "user",
    message: `there is no policy file \`${name}\`.`,
    remedy: `give the path of a TypeScript file that exports a policy, or one of ${builtIn.join(", ")}.`,
  });
}

/** A policy file that is there and cannot be read. */
export function policyUnreadable(file: string, cause: unknown): Fault<PolicyFaultCode> {
  return new Fault({
    code: "policy/unreadable",
    blame: "user",
    message: `the policy file \`${file}\` cannot be read: ${cause instanceof Error ? cause.message : String(cause)}.`,
    cause,
  });
}

/** The file was compiled, but what it exports at run time is no policy. */
export function policyShape(file: string, name: string): Fault<PolicyFaultCode> {
  return new Fault({
    code: "policy/shape",
    blame: "user",
    message: `what \`${file}\` exports as \`${name}\` is no policy when it runs.`,
    remedy: "export an object literal with `initial`, `enter`, `proceed` and `finish`.",
  });
}
