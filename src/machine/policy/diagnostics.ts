import { Diagnostic, type Place } from "../../base/diagnostic/diagnostic.js";

/** The codes of what can be wrong with a policy beside what its compiler refuses. */
export type PolicyDiagnosticCode =
  | "policy/not-found"
  | "policy/unreadable"
  | "policy/changed"
  | "policy/shape"
  | "policy/loading-threw"
  | "policy/threw";

/** Neither a built-in policy nor a file. */
export function policyNotFound(
  name: string,
  builtIn: readonly string[],
): Diagnostic<PolicyDiagnosticCode> {
  return new Diagnostic({
    code: "policy/not-found",
    blame: "user",
    message: `there is no policy file \`${name}\`.`,
    remedy: `give the path of a TypeScript file that exports a policy, or one of ${builtIn.join(", ")}.`,
  });
}

/** A policy file that is there and cannot be read. */
export function policyUnreadable(file: string, cause: unknown): Diagnostic<PolicyDiagnosticCode> {
  return new Diagnostic({
    code: "policy/unreadable",
    blame: "user",
    message: `the policy file \`${file}\` cannot be read: ${cause instanceof Error ? cause.message : String(cause)}.`,
    cause,
  });
}

/** A policy file that is no longer what it was when the command began. */
export function policyChanged(file: string): Diagnostic<PolicyDiagnosticCode> {
  return new Diagnostic({
    code: "policy/changed",
    blame: "user",
    message: `the policy file \`${file}\`, or one that it imports, has changed since it was loaded.`,
    remedy: "run the command again.",
  });
}

/** The file was compiled, but what it exports at run time is no policy. */
export function policyShape(file: string, name: string): Diagnostic<PolicyDiagnosticCode> {
  return new Diagnostic({
    code: "policy/shape",
    blame: "user",
    message: `what \`${file}\` exports as \`${name}\` is no policy when it runs.`,
    remedy: "export an object literal with `initial`, `enter`, `proceed` and `finish`.",
  });
}

/** The file was compiled, but it, or a module that it imports, throws when it is loaded. */
export function loadingThrew(
  file: string,
  cause: unknown,
  place: Place | undefined,
): Diagnostic<PolicyDiagnosticCode> {
  return new Diagnostic({
    code: "policy/loading-threw",
    blame: "user",
    message: `the policy file \`${file}\` throws when it is loaded. ${thrown(cause)}.`,
    remedy: "give every constant of the file a value without an error.",
    ...(place === undefined ? {} : { place }),
    cause,
  });
}

/** A function of the policy threw where it should have answered, asked with `memory` and `seen`. */
export function policyThrew(
  name: string,
  [memory, seen]: readonly [memory: unknown, seen: unknown],
  cause: unknown,
  place: Place | undefined,
): Diagnostic<PolicyDiagnosticCode> {
  const asked = `memory ${JSON.stringify(memory)} and seen ${JSON.stringify(seen)}`;
  return new Diagnostic({
    code: "policy/threw",
    blame: "user",
    message: `\`${name}\` of the policy, asked with ${asked}, threw ${thrown(cause)}.`,
    remedy: "correct the policy: it must give an answer in every reachable state.",
    ...(place === undefined ? {} : { place }),
    cause,
  });
}

function thrown(cause: unknown): string {
  if (!(cause instanceof Error)) return String(cause);
  return `${cause.name}: ${cause.message.replace(/\.$/, "")}`;
}
