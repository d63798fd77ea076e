import { Diagnostic } from "../../base/diagnostic/diagnostic.js";

/** The codes of what keeps TLA+ from being generated. */
export type GenerateDiagnosticCode = "generate/no-folder" | "generate/refused";

/** `generate --policy` without `--out`: the package's own folder is not for the user's files. */
export function generateNeedsFolder(): Diagnostic<GenerateDiagnosticCode> {
  return new Diagnostic({
    code: "generate/no-folder",
    blame: "user",
    message: "the TLA+ of a policy of your own needs a folder to go to.",
    remedy: "add `--out FOLDER`.",
  });
}

/** The typed model of the package itself does not compile. */
export function modelRefused(policy: string): Diagnostic<GenerateDiagnosticCode> {
  return new Diagnostic({
    code: "generate/refused",
    blame: "tool",
    message: `the typed model with the policy ${policy} does not compile.`,
  });
}
