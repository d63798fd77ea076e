import { availableParallelism, totalmem } from "node:os";
import { heapBytes } from "../configuration/read.js";
import type { Address } from "../tlc/distributed/address.js";

/** How TLC is to be run; what is not given is chosen. */
export interface TlcSettings {
  readonly workers?: number;
  readonly heap?: string;
  /** TLC as a server with worker processes; on one machine only without it. */
  readonly distributed?: DistributedSettings;
}

/** How TLC is to be run as a server. */
export interface DistributedSettings {
  /** Where others can join; loopback if not given, and nobody can. */
  readonly listen?: Address;
  readonly onReady?: (server: Address) => void;
  readonly onWorker?: (pid: number) => void;
}

/** How many workers each run gets, and how many runs there are at once: all cores, and no more. */
export function shareMachine(
  runs: number,
  { workers, heap }: TlcSettings,
): { readonly workers: number; readonly atOnce: number } {
  const cores = availableParallelism();
  const each = workers ?? Math.max(1, Math.floor(cores / Math.max(1, runs)));
  const byMemory =
    heap === undefined ? cores : Math.max(1, Math.floor((0.8 * totalmem()) / heapBytes(heap)));
  return { workers: each, atOnce: Math.max(1, Math.min(Math.floor(cores / each), byMemory)) };
}
