#!/bin/sh
# Plays the traces beside this file with real NMIs on this machine, and writes one log.
# usage, as root: sh run.sh --yes [LOG]     see WARNINGS.md first
set -u
cd "$(dirname "$0")" || exit 3

# What is wrong, and what to do; 2: a mistake of the user's, 3: something is missing or broke.
fail() {
	code=$1
	shift
	printf 'nmicheck: %s\n' "$@" >&2
	exit "$code"
}

[ "$(uname -s)-$(uname -m)" = Linux-x86_64 ] ||
	fail 2 "this needs Linux on x86-64; this is $(uname -s) on $(uname -m)."
[ "${1-}" = --yes ] || {
	cat WARNINGS.md >&2
	fail 2 "nothing was done. When you have read this page: sh run.sh --yes [LOG]"
}
log=${2-nmicheck.log}
[ "$(id -u)" = 0 ] || fail 2 "root alone may load a module: sudo sh run.sh --yes"
release=$(uname -r)
grep -q '^nmicheck ' /proc/modules &&
	fail 2 "a module nmicheck is loaded already. Remove it first: rmmod nmicheck"
for setting in unknown_nmi_panic panic_on_unrecovered_nmi panic_on_io_nmi; do
	[ "$(cat "/proc/sys/kernel/$setting" 2>/dev/null || echo 0)" = 0 ] ||
		fail 2 "this kernel would panic: kernel.$setting is set." \
			"For the time of the run: sysctl kernel.$setting=0"
done
for other in hpwdt ipmi_watchdog; do
	grep -q "^$other " /proc/modules &&
		fail 2 "$other is loaded, which takes an unknown NMI for a fault of the machine." \
			"For the time of the run: rmmod $other"
done

if [ ! -f nmicheck.ko ]; then
	[ -f "/lib/modules/$release/build/Makefile" ] ||
		fail 3 "there are no headers of $release, and the module cannot be built." \
			"On Debian: apt-get install linux-headers-$release"
	command -v make >/dev/null && command -v gcc >/dev/null ||
		fail 3 "make and gcc are needed to build the module. On Debian: apt-get install make gcc"
	make nmicheck.ko >build.out 2>&1 || {
		tail -n 20 build.out >&2
		fail 3 "the module does not build for $release: see build.out."
	}
fi
[ "$(cat built-for 2>/dev/null)" = "$release" ] ||
	fail 2 "nmicheck.ko is built for $(cat built-for 2>/dev/null || echo another kernel), and this is $release." \
		"Build it again: make clean, then sh run.sh --yes"

watchdog=/proc/sys/kernel/nmi_watchdog
before=$(cat $watchdog 2>/dev/null || echo 0)
leave() {
	grep -q '^nmicheck ' /proc/modules && rmmod nmicheck
	[ "$before" = 0 ] || echo "$before" >$watchdog
}
trap leave EXIT
trap 'exit 130' INT TERM HUP
# The NMIs of a watchdog are in no trace.
[ "$before" = 0 ] || echo 0 >$watchdog || fail 3 "the NMI watchdog cannot be switched off."

complaint=$(insmod ./nmicheck.ko 2>&1) ||
	fail 3 "the kernel does not take the module: $complaint" \
		"The end of its log (dmesg) says why. With Secure Boot it takes signed modules alone."
{
	cat traces.log &&
		echo "kernel $(uname -srvm)" &&
		echo "cpu $(sed -n 's/^model name[[:space:]]*: //p' /proc/cpuinfo | head -n 1)" &&
		cat /proc/nmicheck
} >"$log" || fail 3 "the log $log cannot be written."
# What the machine has been asked is on the disk before it is done: it may not come back.
while IFS= read -r line; do
	printf 'ask %s\n' "$line" >>"$log" && sync || fail 3 "the log $log cannot be written."
	printf '%s\n' "$line" >/proc/nmicheck || fail 3 "the module does not take a trace."
	cat /proc/nmicheck >>"$log"
done <asked
echo end >>"$log" || fail 3 "the log $log cannot be written."
echo "$(grep -c '^ask ' "$log") traces were played. To judge them, where nmicheck is: nmicheck replay --log $log"
