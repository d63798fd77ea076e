import { Diagnostic } from "../base/diagnostic/diagnostic.js";

/** The codes of what a machine cannot be asked. */
export type MachineDiagnosticCode = "machine/one-cpu";

/** What is defined for machines with one CPU alone, for a machine with several. */
export function oneCpuOnly(what: string, cpus: number): Diagnostic<MachineDiagnosticCode> {
  return new Diagnostic({
    code: "machine/one-cpu",
    blame: "user",
    message: `${what} is defined for machines with one CPU, and this one has ${cpus}.`,
    remedy: "leave the axis `cpus` out, and those that say how several CPUs hang together.",
  });
}
