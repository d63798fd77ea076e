import { availableParallelism, totalmem } from "node:os";
import type { Address } from "../../checkers/tlc/distributed/address.js";
import { heapBytes } from "../../machine/configuration/read.js";
import { type MemoryBudget, tlcBytes } from "./memory-budget.js";

/** How TLC is to be run; what is not given is chosen. */
export interface TlcSettings {
  readonly workers?: number;
  readonly heap?: string;
  /** Memory that all that runs at once may take together; nobody looks at it if not given. */
  readonly budget?: MemoryBudget;
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

/** How the machine is shared out among runs of TLC. */
export interface MachineShare {
  /** The workers of each run. */
  readonly workers: number;
  readonly atOnce: number;
  /** The heap of each run; Java's own choice if undefined. */
  readonly heap: string | undefined;
}

/**
 * How many workers each run gets, and how many runs there are at once: all cores, and no more; and
 * no more memory than there is.
 *
 * @throws Diagnostic `check/over-budget`
 */
export function shareMachine(
  runs: number,
  { workers, heap, budget }: Omit<TlcSettings, "distributed">,
): MachineShare {
  const cores = availableParallelism();
  const each = workers ?? Math.max(1, Math.floor(cores / Math.max(1, runs)));
  const byCores = Math.max(1, Math.floor(cores / each));
  if (heap === undefined) {
    if (budget === undefined) return { workers: each, atOnce: byCores, heap };
    return { workers: each, ...budget.tlcHeap(Math.min(byCores, Math.max(1, runs))) };
  }
  const byMemory =
    budget === undefined
      ? Math.floor((0.8 * totalmem()) / heapBytes(heap))
      : Math.floor(budget.bytes / tlcBytes(heap));
  return { workers: each, atOnce: Math.max(1, Math.min(byCores, byMemory)), heap };
}
