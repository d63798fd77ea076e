/**
 * Reads what the kernel has counted of NMIs (`nmi_stats` of arch/x86/kernel/nmi.c, a variable of each
 * CPU) with drgn, and writes it as lines that `audit` reads: the script that `audit --how probe`
 * prints.
 */
export const probeScript = `#!/usr/bin/env drgn
# Prints what the kernel has counted of NMIs on each CPU, for \`nmicheck audit\`:
#   drgn nmicheck-probe.py
# Needs root, drgn (PyPI), and the debugging symbols of the kernel. It only reads.
import time

from drgn.helpers.linux.cpumask import for_each_online_cpu
from drgn.helpers.linux.percpu import per_cpu

for cpu in for_each_online_cpu(prog):
    stats = per_cpu(prog["nmi_stats"], cpu)
    counts = " ".join(
        f"{name} {getattr(stats, name).value_()}"
        for name in ("normal", "unknown", "external", "swallow")
    )
    now = time.clock_gettime(time.CLOCK_MONOTONIC)
    print(f"# nmicheck-audit: counts CPU {cpu} at {now:.6f}: {counts}")
`;
