/**
 * Reads what the kernel has counted of NMIs (`nmi_stats` of arch/x86/kernel/nmi.c, a variable of each
 * CPU) with drgn, and writes it as lines that `audit` reads: the script that `audit --how probe`
 * prints. Without debugging symbols it finds the variable by its name in kallsyms: the counts are the
 * first four fields of the structure, each an unsigned int, in every Linux since 3.2.
 */
export const probeScript = `#!/usr/bin/env drgn
# Prints what the kernel has counted of NMIs on each CPU, for \`nmicheck audit\`:
#   drgn -q nmicheck-probe.py
# Needs root, and drgn (PyPI; 0.0.31 and later). It only reads. For a kernel that is not the running
# one and has no debugging symbols, its /proc/kallsyms is the argument.
import sys
import time

from drgn.helpers.linux.cpumask import for_each_online_cpu
from drgn.helpers.linux.percpu import per_cpu

NAMES = ("normal", "unknown", "external", "swallow")


def by_type():
    """With the debugging symbols of the kernel."""
    for cpu in for_each_online_cpu(prog):
        stats = per_cpu(prog["nmi_stats"], cpu)
        yield cpu, [getattr(stats, name).value_() for name in NAMES]


def by_name():
    """Without: the counts are the first four fields, each an unsigned int, since Linux 3.2."""
    address = {}
    with open(sys.argv[1] if len(sys.argv) > 1 else "/proc/kallsyms") as symbols:
        for symbol in symbols:
            value, _, name = symbol.split()[:3]
            address[name] = int(value, 16)
    for cpu in range(prog.read_u32(address["nr_cpu_ids"])):
        if prog.read_u8(address["__cpu_online_mask"] + cpu // 8) >> cpu % 8 & 1:
            offset = prog.read_u64(address["__per_cpu_offset"] + 8 * cpu)
            own = (address["nmi_stats"] + offset) % 2**64
            yield cpu, [prog.read_u32(own + 4 * place) for place in range(len(NAMES))]


try:
    prog.type("struct nmi_stats")
    found = by_type()
except LookupError:
    found = by_name()
for cpu, values in found:
    counts = " ".join(f"{name} {value}" for name, value in zip(NAMES, values))
    now = time.clock_gettime(time.CLOCK_MONOTONIC)
    print(f"# nmicheck-audit: counts CPU {cpu} at {now:.6f}: {counts}")
`;
