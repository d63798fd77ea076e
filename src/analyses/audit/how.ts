/** Seconds in which a kernel may print ten reports; the script waits until a window of them is over. */
const QUIET = 6;

/**
 * Records with tracefs what `audit` reads, in an instance of its own, and writes one file: the shell
 * script that `audit --how script` prints.
 */
export const recordScript = `#!/bin/sh
# Records what \`nmicheck audit\` reads, and writes it to the standard output:
#   sh nmicheck-record.sh [SECONDS] > nmi.log
# Needs root, tracefs, and the events nmi:nmi_handler and printk:console (Linux 5.19 and later).
# It uses an instance of its own: other tracing goes on, and nothing of it is left.
set -eu
seconds=\${1:-60}
tracing=/sys/kernel/tracing
[ -d "$tracing/events" ] || mount -t tracefs nodev "$tracing"
own=$tracing/instances/nmicheck
mkdir "$own"
leave() {
	echo 0 > "$own/tracing_on"
	echo '!stacktrace' > "$own/events/nmi/nmi_handler/trigger" || :
	echo 0 > "$own/events/enable"
	rmdir "$own"
}
trap leave EXIT
trap 'exit 130' INT TERM
echo 0 > "$own/tracing_on"
echo local > "$own/trace_clock"
echo "\${NMICHECK_KB:-8192}" > "$own/buffer_size_kb"
echo 0 > "$own/options/overwrite"
echo 1 > "$own/options/sym-offset"
echo 1 > "$own/options/sym-addr"
# The address at which each NMI found the CPU is in the stack trace alone.
echo stacktrace > "$own/events/nmi/nmi_handler/trigger"
echo 1 > "$own/events/nmi/nmi_handler/enable"
console=0
if [ -d "$own/events/printk/console" ]; then
	echo 1 > "$own/events/printk/console/enable"
	# "Uhhuh" is printed ten times in five seconds at most: from here on the count starts at none.
	if dmesg | grep -q 'NMI received for unknown reason'; then sleep ${QUIET}; fi
	console=1
fi
echo "# nmicheck-audit: machine $(uname -m)"
echo "# nmicheck-audit: kernel $(uname -r)"
echo "# nmicheck-audit: filter $(cat "$own/events/nmi/nmi_handler/filter")"
echo "# nmicheck-audit: console $console"
# NMICHECK_PROBE=nmicheck-probe.py (\`nmicheck audit --how probe\`): the kernel's own counts, with drgn.
probe() { [ -z "\${NMICHECK_PROBE:-}" ] || drgn "$NMICHECK_PROBE"; }
probe
echo 1 > "$own/tracing_on"
sleep "$seconds" || :
echo 0 > "$own/tracing_on"
cat "$own/trace"
probe
for stats in "$own"/per_cpu/cpu*/stats; do
	cpu=\${stats%/stats}
	lost=$(awk '/^(overrun|dropped events|commit overrun):/ { sum += $NF } END { print sum + 0 }' "$stats")
	[ "$lost" = 0 ] || echo "CPU:\${cpu##*/cpu} [LOST $lost EVENTS]"
done
`;

/** How to record what `audit` reads on a live machine, by hand or with the script. */
export function howText(): string {
  return `${[
    "What is needed of a machine: every call of an NMI handler, where each NMI found the CPU, and the",
    "kernel's words about unknown NMIs. All of it is in mainline kernels; nothing is built or loaded.",
    "",
    "With the script (root; tracefs; one file):",
    "  nmicheck audit --how script > nmicheck-record.sh",
    "  sh nmicheck-record.sh 60 > nmi.log",
    "  nmicheck audit nmi.log",
    "",
    "By hand, with tracefs:",
    "  cd /sys/kernel/tracing",
    "  echo 1 > options/sym-offset; echo 1 > options/sym-addr",
    "  echo stacktrace > events/nmi/nmi_handler/trigger",
    "  echo 1 > events/nmi/nmi_handler/enable",
    "  echo 1 > events/printk/console/enable",
    "  cat trace_pipe > nmi.log            # or: cat trace > nmi.log, later",
    "",
    "With trace-cmd:",
    "  trace-cmd record -e nmi:nmi_handler -R stacktrace -e printk:console sleep 60",
    "  trace-cmd report > nmi.log",
    "",
    "With perf (without --show-lost-events a loss is not in the text):",
    "  perf record -a -g -e nmi:nmi_handler -e printk:console sleep 60",
    "  perf script --show-lost-events -F +cpu,+symoff > nmi.log",
    "",
    "Beside one of these, if printk:console was not recorded: dmesg > kernel.log, or",
    "  journalctl -k -o json > kernel.log; then: nmicheck audit nmi.log kernel.log",
    "",
    "With drgn (PyPI), the kernel's own count of swallowed NMIs as well:",
    "  nmicheck audit --how probe > nmicheck-probe.py",
    "  NMICHECK_PROBE=nmicheck-probe.py sh nmicheck-record.sh 60 > nmi.log",
    "",
    "What each part is for:",
    "  nmi:nmi_handler   who was called, in which order, and how many events each claimed",
    "  stacktrace        the interrupted address: whether the kernel found an NMI back-to-back. Without",
    "                    it every NMI may have been, and fewer answers are sure.",
    "  printk:console    a report in its place among the NMIs of its CPU. Without it, take dmesg along:",
    "                    reports are then placed by time, and silence says nothing.",
    "  nmi_stats         that no NMI was swallowed of which the log cannot tell",
    "",
    "What it costs: for each handler that an NMI calls, one event of 36 bytes, and with the stack trace",
    "one more of 8 bytes a frame, written in NMI context. A machine that profiles at 1,000 NMIs a second",
    "and CPU writes some 300 KB a second and CPU: NMICHECK_KB=65536 sh nmicheck-record.sh has room for",
    "three minutes of it. A full buffer stops the recording of its CPU, and the file says how much is lost.",
    "",
    "Do not set a filter on nmi_handler: an NMI that a handler claimed would look as if nobody had.",
  ].join("\n")}\n`;
}
