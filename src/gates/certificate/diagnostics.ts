import { Diagnostic } from "../../base/diagnostic/diagnostic.js";

/** What can be wrong with certificates, beside their form. */
export type CertificateDiagnosticCode =
  | "certificate/unwritable"
  | "certificate/policy-needed"
  | "certificate/policy-other";

/** The folder for certificates cannot be written. */
export function certificatesUnwritable(
  folder: string,
  why: string,
): Diagnostic<CertificateDiagnosticCode> {
  return new Diagnostic({
    code: "certificate/unwritable",
    blame: "user",
    message: `certificates cannot be written to ${folder}: ${why}.`,
    remedy: "name another folder with `--certificates FOLDER`.",
  });
}

/** The certificate is of a user's policy, whose file was not given. */
export function policyNeeded(name: string): Diagnostic<CertificateDiagnosticCode> {
  return new Diagnostic({
    code: "certificate/policy-needed",
    blame: "user",
    message: `the certificate is of the policy ${name}, which does not come with nmicheck.`,
    remedy: "name the policy's file, too: `--policy FILE`.",
  });
}

/** Another policy than the certificate's was given. */
export function policyOther(given: string, wanted: string): Diagnostic<CertificateDiagnosticCode> {
  return new Diagnostic({
    code: "certificate/policy-other",
    blame: "user",
    message: `the certificate is of the policy ${wanted}, and not of ${given}.`,
    remedy: "leave `--policy` out for a built-in policy, else name the file of the certificate's.",
  });
}
