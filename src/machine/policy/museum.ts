import { join } from "node:path";
import { packageRoot } from "../../base/package/root.js";
import type { LoadedPolicy } from "./load.js";

/** The name by which `check` takes all policies of the museum at once. */
export const MUSEUM = "museum";

/** A policy of the museum, and what is said of it; texts have names of code in backticks. */
export interface Exhibit {
  readonly name: string;
  /** Its file in the folder `examples/`; null for one that comes with nmicheck. */
  readonly file: string | null;
  /** What it does with an NMI that nobody claims. */
  readonly unclaimed: string;
  readonly remembers: string;
  readonly walk: "whole chain" | "first claimer" | "first claimer, unless back-to-back";
  /** Where it is from; null for one that is nobody's. */
  readonly reference: string | null;
}

/**
 * The policies of the museum, in the order in which it shows them: those that come with the project,
 * and those of other kernels and of other times.
 */
export const exhibits: readonly Exhibit[] = [
  {
    name: "none",
    file: null,
    unclaimed: "reports it",
    remembers: "nothing",
    walk: "whole chain",
    reference: null,
  },
  {
    name: "v5",
    file: null,
    unclaimed: "swallows it if armed and back-to-back",
    remembers: "a flag",
    walk: "first claimer, unless back-to-back",
    reference: "the patch of 2011",
  },
  {
    name: "mainline",
    file: null,
    unclaimed: "swallows it if armed and back-to-back",
    remembers: "a flag",
    walk: "whole chain",
    reference: "Linux 3.2 until today",
  },
  {
    name: "perf2636",
    file: "policies/perf-2.6.36.ts",
    unclaimed: "swallows the NMI after one that handled several",
    remembers: "which NMI is marked",
    walk: "first claimer",
    reference: "Linux 2.6.36, Robert Richter, 2010",
  },
  {
    name: "oneSwallow",
    file: "museum/one-swallow.ts",
    unclaimed: "as `mainline`, and swallowing disarms",
    remembers: "a flag",
    walk: "whole chain",
    reference: "`nmicheck limits`",
  },
  {
    name: "rpal",
    file: "museum/rpal.ts",
    unclaimed: "swallows it if it found a task that was switched lazily: here always",
    remembers: "a flag",
    walk: "whole chain",
    reference: '"[RFC v2 32/35] RPAL: fix unknown nmi on AMD CPU", Bo Li, 2025',
  },
  {
    name: "ward",
    file: "museum/ward.ts",
    unclaimed: "swallows as many back-to-back as were handled too many",
    remembers: "a count, here up to 3",
    walk: "whole chain",
    reference: "MIT's ward, and sv6 before it, `kernel/trap.cc`",
  },
  {
    name: "freebsd",
    file: "museum/freebsd.ts",
    unclaimed: "goes to the debugger, or panics",
    remembers: "nothing",
    walk: "first claimer",
    reference: "`sys/x86/x86/cpu_machdep.c`",
  },
  {
    name: "freebsdAmd",
    file: "museum/freebsd-amd.ts",
    unclaimed: "hwpmc claims the next two after one of its own",
    remembers: "a count up to 2",
    walk: "first claimer",
    reference: "`amd_intr`, `sys/dev/hwpmc/hwpmc_amd.c`",
  },
  {
    name: "netbsd",
    file: "museum/netbsd.ts",
    unclaimed: "goes to the debuggers, then to the port",
    remembers: "nothing",
    walk: "whole chain",
    reference: "`sys/arch/x86/x86/nmi.c`",
  },
  {
    name: "illumos",
    file: "museum/illumos.ts",
    unclaimed: "debugger, panic or a message",
    remembers: "nothing",
    walk: "whole chain",
    reference: "`apic_nmi_intr`",
  },
  {
    name: "xen",
    file: "museum/xen.ts",
    unclaimed: "nothing, while the watchdog runs",
    remembers: "nothing",
    walk: "first claimer",
    reference: "`do_nmi`, `xen/arch/x86/traps.c`",
  },
  {
    name: "windows",
    file: "museum/windows.ts",
    unclaimed: "the HAL's handler: a bug check",
    remembers: "nothing",
    walk: "whole chain",
    reference: "`KeRegisterNmiCallback`, driver documentation",
  },
];

/** The absolute path of an exhibit's file; null for one that comes with nmicheck. */
function pathOf({ file }: Exhibit): string | null {
  return file === null ? null : join(packageRoot, "examples", file);
}

/** The policies of the museum, as `loadPolicy` takes them. */
export const museum: readonly string[] = exhibits.map((one) => pathOf(one) ?? one.name);

/** What the museum says of a policy; null for one that is not in it. */
export function exhibitOf({ name, origin }: Pick<LoadedPolicy, "name" | "origin">): Exhibit | null {
  const isOf = (exhibit: Exhibit): boolean => {
    const path = pathOf(exhibit);
    if (origin.kind === "builtIn") return path === null && exhibit.name === name;
    return origin.learnedFrom === undefined && path !== null && path === origin.file;
  };
  return exhibits.find(isOf) ?? null;
}
