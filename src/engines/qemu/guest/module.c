// SPDX-License-Identifier: MIT OR GPL-2.0
/*
 * Replays traces of nmicheck on the kernel that it is loaded into: reads a trace
 * from the host, arranges it with real NMIs, tells the host what the kernel did, and so on.
 */
#include <linux/module.h>
#include <linux/notifier.h>
#include <linux/panic_notifier.h>
#include <linux/sched.h>
#include "nmicheck.h"

static struct trace trace;
static unsigned int traces;
static bool replaying;

/* The kernel panics: what was seen until then is told, for nothing can be told later. */
static int tell_of_panic(struct notifier_block *self, unsigned long event, void *message)
{
	if (replaying) {
		handlers_stop();
		observation.panicked = true;
		observation.uhhuh = log_count_uhhuh();
		report_trace(&trace, traces + 1);
	}
	return NOTIFY_DONE;
}

static struct notifier_block panic_block = { .notifier_call = tell_of_panic };

static int replay_all(bool folds)
{
	int found;

	while ((found = program_next(&trace)) > 0) {
		int error = handlers_register(trace.handlers);

		if (error)
			return error;
		replaying = true;
		replay_trace(&trace, folds);
		replaying = false;
		observation.uhhuh = log_count_uhhuh();
		report_trace(&trace, ++traces);
		cond_resched();
	}
	if (found == 0)
		report_done(traces);
	return found;
}

static int __init nmicheck_init(void)
{
	bool folds;
	int error;

	line_open();
	atomic_notifier_chain_register(&panic_notifier_list, &panic_block);
	error = handlers_register(1);
	if (!error) {
		folds = latch_folds();
		log_skip();
		report_ready(folds);
		error = replay_all(folds);
	}
	if (error)
		report_error("the guest stopped", error);
	handlers_unregister();
	atomic_notifier_chain_unregister(&panic_notifier_list, &panic_block);
	return error;
}

static void __exit nmicheck_exit(void)
{
}

module_init(nmicheck_init);
module_exit(nmicheck_exit);
MODULE_DESCRIPTION("Replays NMI traces of nmicheck");
/* local_touch_nmi() and others are exported to GPL modules alone. */
MODULE_LICENSE("Dual MIT/GPL");
