import { Fault } from "../base/fault/fault.js";

/** The codes of what a machine cannot be asked. */
export type MachineFaultCode = "machine/one-cpu";

/** What is defined for machines with one CPU alone, for a machine with several. */
export function oneCpuOnly(what: string, cpus: number): Fault<MachineFaultCode> {
  return new Fault({
    code: "machine/one-cpu",
    blame: "user",
    message: `${what} is defined for machines with one CPU, and this one has ${cpus}.`,
    remedy: "leave the axis `cpus` out, and those that say how several CPUs hang together.",
  });
}
