// SPDX-License-Identifier: MIT OR GPL-2.0
/* Arranges one trace. */
#include <linux/compiler.h>
#include <linux/irqflags.h>
#include <linux/timex.h>
#include <asm/nmi.h>
#include "nmicheck.h"

/*
 * Interrupts stay off: between the NMIs the CPU is at the trace's places and nowhere else. A latched
 * NMI comes by itself while the one before it returns; where it does not, or where an edge brings no
 * NMI, the replay ends there and what was seen tells. Where edges do not fold (see places.S), one
 * stands for all.
 */
void replay_trace(const struct trace *trace, bool folds)
{
	unsigned long flags;

	local_irq_save(flags);
	handlers_start(trace);
	/* Sets last_nmi_rip to 0, so that the first NMI is never back-to-back and drops swallow_nmi. */
	local_touch_nmi();
	/* The NMIs themselves count them. */
	while (READ_ONCE(observation.nmis) < trace->nmis) {
		unsigned int before = READ_ONCE(observation.nmis);
		const struct plan *plan = &trace->plan[before];
		unsigned int edges;

		if (!plan->place)
			break;
		if (plan->also & TOUCH_BEFORE)
			local_touch_nmi();
		edges = handlers_raise(plan);
		if (edges == 0)
			break;
		observation.sent = get_cycles();
		apic_send_nmi_at(plan->place, folds ? edges : 1);
		if (READ_ONCE(observation.nmis) == before)
			break;
	}
	handlers_stop();
	local_irq_restore(flags);
}
