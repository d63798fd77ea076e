// SPDX-License-Identifier: MIT OR GPL-2.0
/*
 * Plays traces of nmicheck with real NMIs on the machine that it is loaded into. Root writes the line
 * of a trace to /proc/nmicheck, and reads there what the kernel did; the first reading tells what the
 * machine's latch does. Nothing happens between two lines.
 */
#include <linux/cpufeature.h>
#include <linux/module.h>
#include <linux/mutex.h>
#include <linux/proc_fs.h>
#include <linux/uaccess.h>
#include "nmicheck.h"
#include "session.h"

static struct trace trace;
static unsigned int traces;
static bool folds;
static DEFINE_MUTEX(session);

/* Plays what was asked. The line itself is read by program.c. */
static void play(void)
{
	int found;

	session_told_length = 0;
	found = program_next(&trace);
	if (found > 0)
		found = handlers_register(trace.handlers);
	if (found < 0) {
		report_error("a line was not understood", found);
		return;
	}
	log_skip();
	replay_trace(&trace, folds);
	observation.uhhuh = log_count_uhhuh();
	report_trace(&trace, ++traces);
}

static ssize_t ask(struct file *file, const char __user *from, size_t size, loff_t *at)
{
	ssize_t taken = 0;

	if (mutex_lock_interruptible(&session))
		return -ERESTARTSYS;
	while (taken < size) {
		char byte;

		if (get_user(byte, from + taken)) {
			taken = -EFAULT;
			break;
		}
		taken++;
		if (byte == '\n') {
			play();
		} else if (session_asked_length < sizeof(session_asked)) {
			session_asked[session_asked_length++] = byte;
		} else {
			session_asked_length = 0;
			taken = -E2BIG;
			break;
		}
	}
	mutex_unlock(&session);
	return taken;
}

static ssize_t tell(struct file *file, char __user *to, size_t size, loff_t *at)
{
	ssize_t told;

	if (mutex_lock_interruptible(&session))
		return -ERESTARTSYS;
	told = simple_read_from_buffer(to, size, at, session_told, session_told_length);
	mutex_unlock(&session);
	return told;
}

static const struct proc_ops session_ops = { .proc_read = tell, .proc_write = ask };

static int __init nmicheck_init(void)
{
	int error;

	if (!boot_cpu_has(X86_FEATURE_APIC)) {
		pr_err("nmicheck: this machine has no local APIC, and no NMI can be sent\n");
		return -ENODEV;
	}
	/* Some hundred microseconds: a real NMI comes within one. */
	apic_turns = 100000;
	error = handlers_register(1);
	if (!error) {
		folds = latch_folds();
		report_ready(folds);
		report_latch(latch_depth(), latch_cycles());
		if (!proc_create("nmicheck", 0600, NULL, &session_ops))
			error = -ENOMEM;
	}
	if (error)
		handlers_unregister();
	return error;
}

static void __exit nmicheck_exit(void)
{
	remove_proc_entry("nmicheck", NULL);
	handlers_unregister();
}

module_init(nmicheck_init);
module_exit(nmicheck_exit);
MODULE_DESCRIPTION("Plays NMI traces of nmicheck on this machine");
/* local_touch_nmi() and others are exported to GPL modules alone. */
MODULE_LICENSE("Dual MIT/GPL");
