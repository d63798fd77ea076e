import { Fault } from "../../base/fault/fault.js";

/** The codes of what can go wrong when evidence for the findings is gathered. */
export type FindingsFaultCode = "findings/no-witness";

/** Somebody is named who cannot be asked. */
export function noWitness(name: string): Fault<FindingsFaultCode> {
  return new Fault({
    code: "findings/no-witness",
    blame: "user",
    message: `\`${name}\` cannot be asked about the findings.`,
    remedy:
      "name kernels or TLC after `--ask=`, with commas: linux:6.1, linux:6.12, qemu:6.1, qemu:6.12, tlc.",
  });
}
