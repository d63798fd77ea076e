import { Diagnostic } from "../base/diagnostic/diagnostic.js";
import { renderDiagnostic } from "../base/diagnostic/render.js";

/** The codes of what a caller of the programmatic interface can do wrong. */
export type ApiDiagnosticCode = "api/object-and-tlc" | "api/no-policy" | "api/unsteady-policy";

/** TLC was asked about a policy that is only there as an object. */
export function objectAndTlc(): Diagnostic<ApiDiagnosticCode> {
  return new Diagnostic({
    code: "api/object-and-tlc",
    blame: "user",
    message: "TLC cannot check a policy object: it has no source that could be compiled to TLA+.",
    remedy: 'give the policy\'s file ("./once.ts"), or ask the explorer.',
  });
}

/** What was given is neither the name nor the file of a policy, nor one itself. */
export function noPolicy(what: string): Diagnostic<ApiDiagnosticCode> {
  return new Diagnostic({
    code: "api/no-policy",
    blame: "user",
    message: `${what} is no policy.`,
    remedy:
      "give a built-in policy's name, a policy file, or an object with `initial`, `enter`, `proceed` and `finish`.",
  });
}

/** A policy object has answered the same in two ways: `why` tells which, to stand after "here". */
export function unsteadyPolicy(why: string): Diagnostic<ApiDiagnosticCode> {
  return new Diagnostic({
    code: "api/unsteady-policy",
    blame: "user",
    message: `a policy must depend on what it is given alone; here ${why}`,
    remedy: "let it keep what it remembers in its memory, and nowhere else.",
  });
}

/** A policy file that was refused, with everything that is wrong with it. */
export class PolicyRefused extends Error {
  override readonly name = "PolicyRefused";
  /** What is wrong, each with its code, its place and its remedy. Never empty. */
  readonly diagnostics: readonly Diagnostic[];

  constructor(diagnostics: readonly Diagnostic[]) {
    super(diagnostics.map(renderDiagnostic).join("\n"));
    this.diagnostics = diagnostics;
  }
}
