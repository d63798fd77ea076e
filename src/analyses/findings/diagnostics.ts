import { Diagnostic } from "../../base/diagnostic/diagnostic.js";

/** The codes of what can go wrong when evidence for the findings is gathered. */
export type FindingsDiagnosticCode = "findings/no-witness";

/** Somebody is named who cannot be asked. */
export function noWitness(name: string): Diagnostic<FindingsDiagnosticCode> {
  return new Diagnostic({
    code: "findings/no-witness",
    blame: "user",
    message: `\`${name}\` cannot be asked about the findings.`,
    remedy:
      "name kernels or TLC after `--ask=`, with commas: linux:6.1, linux:6.12, qemu:6.1, qemu:6.12, tlc.",
  });
}
