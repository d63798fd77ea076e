// SPDX-License-Identifier: MIT OR GPL-2.0
/*
 * The handlers of a trace's chain, and the status bits that they poll. They run in NMI context: no
 * lock, no message, no memory that is not there.
 */
#include <linux/kernel.h>
#include <linux/ptrace.h>
#include <asm/nmi.h>
#include "nmicheck.h"

struct observation observation;

static const struct trace *current_trace;
static bool active[MAX_HANDLERS][MAX_SLOTS];
static unsigned int raised_for;	/* NMIs of the trace whose edges have been sent */

static const struct plan nothing_planned;

/* An event happens: its status bit is set. The caller sends the edge. */
static void set_status(const struct edge *edge)
{
	if (!edge->external)
		active[edge->handler][edge->slot] = true;
}

static void arrive(const struct plan *plan, unsigned int before)
{
	unsigned int i;

	for (i = 0; i < plan->arrivals; i++) {
		if (plan->arrival[i].before != before)
			continue;
		set_status(&plan->arrival[i].edge);
		apic_send_nmi();
	}
}

/* The NMI in progress: its plan, and the place for what is seen of it. */
static const struct plan *plan_of(unsigned int nmi)
{
	return nmi < current_trace->nmis ? &current_trace->plan[nmi] : &nothing_planned;
}

static struct seen *seen_of(unsigned int nmi)
{
	return &observation.seen[min_t(unsigned int, nmi, MAX_NMIS)];
}

static void begin_nmi(struct pt_regs *regs)
{
	unsigned int nmi = observation.nmis++;
	struct seen *seen = seen_of(nmi);

	seen->ip = regs->ip;
	seen->unasked = plan_of(nmi)->place != 0 && raised_for <= nmi;
}

/*
 * Makes the CPU go on elsewhere after this NMI: it has moved while the next one was pending.
 *
 * asm_exc_nmi (arch/x86/entry/entry_64.S, 4.2 and later) keeps copies of the interrupted frame above
 * pt_regs, since an NMI may nest: pt_regs ends with the "outermost" one, and the IRET uses the
 * "iret" one after it. Where the memory there does not look so, it is left alone, and the addresses
 * seen tell.
 */
static void go_on_at(struct pt_regs *regs, unsigned long address)
{
	unsigned long *iret = (unsigned long *)(regs + 1);

	if (iret[0] == regs->ip && iret[1] == regs->cs && iret[2] == regs->flags &&
	    iret[3] == regs->sp && iret[4] == regs->ss)
		iret[0] = address;
}

static int handle(unsigned int handler, struct pt_regs *regs)
{
	unsigned int first_poll = 0;
	unsigned int claimed = 0;
	const struct plan *plan;
	unsigned int slot, i;
	struct seen *seen;

	if (!current_trace)
		return NMI_DONE;
	if (handler == 0)
		begin_nmi(regs);
	if (observation.nmis == 0)
		return NMI_DONE;
	plan = plan_of(observation.nmis - 1);
	seen = seen_of(observation.nmis - 1);

	if (seen->called != handler)
		seen->disordered = true;
	seen->called++;

	for (i = 0; i < handler; i++)
		first_poll += current_trace->slots[i];
	for (slot = 0; slot < current_trace->slots[handler]; slot++) {
		unsigned int poll = first_poll + slot;

		arrive(plan, poll);
		if (active[handler][slot]) {
			active[handler][slot] = false;
			claimed++;
		}
		if (poll + 1 == current_trace->polls) {
			arrive(plan, poll + 1);
			if (plan->move)
				go_on_at(regs, place_address(plan->move));
		}
	}
	seen->claimed[handler] += claimed;
	return claimed;
}

/*
 * Nobody claimed the NMI, and the kernel is about to say so. Returning 0 changes nothing: without
 * this handler the chain is empty and sums up to the same (nmi_handle, arch/x86/kernel/nmi.c).
 */
static int unknown(unsigned int type, struct pt_regs *regs)
{
	if (current_trace && observation.nmis > 0)
		seen_of(observation.nmis - 1)->unknown++;
	return NMI_DONE;
}

#define DEFINE_HANDLER(N)						\
	static int handler_##N(unsigned int type, struct pt_regs *regs)	\
	{								\
		return handle(N, regs);					\
	}
DEFINE_HANDLER(0) DEFINE_HANDLER(1) DEFINE_HANDLER(2) DEFINE_HANDLER(3)
DEFINE_HANDLER(4) DEFINE_HANDLER(5) DEFINE_HANDLER(6) DEFINE_HANDLER(7)

#define ACTION(N)							\
	{								\
		.list = LIST_HEAD_INIT(local[N].list),			\
		.handler = handler_##N,					\
		.name = "nmicheck" #N,					\
	}
static struct nmiaction local[MAX_HANDLERS] = {
	ACTION(0), ACTION(1), ACTION(2), ACTION(3), ACTION(4), ACTION(5), ACTION(6), ACTION(7),
};
static struct nmiaction observer = {
	.list = LIST_HEAD_INIT(observer.list),
	.handler = unknown,
	.name = "nmicheck",
};
static unsigned int registered;
static bool observing;

/* Makes the chain have @count handlers; new ones go to its end. */
int handlers_register(unsigned int count)
{
	int error;

	if (!observing) {
		error = __register_nmi_handler(NMI_UNKNOWN, &observer);
		if (error)
			return error;
		observing = true;
	}
	for (; registered < count; registered++) {
		error = __register_nmi_handler(NMI_LOCAL, &local[registered]);
		if (error)
			return error;
	}
	for (; registered > count; registered--)
		unregister_nmi_handler(NMI_LOCAL, local[registered - 1].name);
	return 0;
}

void handlers_unregister(void)
{
	for (; registered > 0; registered--)
		unregister_nmi_handler(NMI_LOCAL, local[registered - 1].name);
	if (observing)
		unregister_nmi_handler(NMI_UNKNOWN, observer.name);
	observing = false;
}

void handlers_start(const struct trace *trace)
{
	memset(active, 0, sizeof(active));
	memset(&observation, 0, sizeof(observation));
	raised_for = 0;
	/* An NMI from now on finds all of the above. */
	barrier();
	WRITE_ONCE(current_trace, trace);
}

void handlers_stop(void)
{
	WRITE_ONCE(current_trace, NULL);
}

/* The events of the next NMI happen; their edges are for the caller to send. */
void handlers_raise(const struct plan *plan)
{
	unsigned int i;

	for (i = 0; i < plan->edges; i++)
		set_status(&plan->edge[i]);
	raised_for = observation.nmis + 1;
}
