import { oneCpuOnly } from "./faults.js";
import { type CpuTrace, isBoardTrace, type Trace } from "./trace/schema.js";

/**
 * A trace of one CPU, for what is done with those alone.
 *
 * @param what is done, to stand before "is defined for machines with one CPU"
 * @throws Fault `machine/one-cpu`
 */
export function oneCpuTrace(trace: Trace, what: string): CpuTrace {
  if (isBoardTrace(trace)) throw oneCpuOnly(what, trace.initial.cpus.length);
  return trace;
}
