// SPDX-License-Identifier: MIT OR GPL-2.0
/*
 * The handlers of a trace's chain, and the status bits that they poll. They run in NMI context: no
 * lock, no message, no memory that is not there.
 */
#include <linux/kernel.h>
#include <linux/ptrace.h>
#include <linux/smp.h>
#include <linux/timex.h>
#include <asm/nmi.h>
#include "nmicheck.h"

struct observation observation;

static const struct trace *current_trace;
static unsigned int playing_cpu;
static bool active[MAX_HANDLERS][MAX_SLOTS];
static bool forgives;		/* handler 0 claims an NMI in which it finds nothing */
static unsigned int raised_for;	/* NMIs of the trace whose edges have been sent */

static const struct plan nothing_planned;

/* An event happens: its status bit is set. Whether the caller is to send an edge. */
static bool set_status(const struct edge *edge)
{
	switch (edge->what) {
	case EDGE_SLOT:
	case SILENT_SLOT:
		active[edge->handler][edge->slot] = true;
		return edge->what == EDGE_SLOT;
	case VANISH:
		memset(active[0], 0, sizeof(active[0]));
		forgives = current_trace->pmu == PMU_STOPPED;
		return false;
	case LAPSE:
		forgives = false;
		return false;
	case EDGE_OWN:
	case SILENT_OWN:
		unknown_raise();
		return edge->what == EDGE_OWN;
	default:
		return edge->what == EDGE_OUTSIDE;
	}
}

static void arrive(const struct plan *plan, unsigned int before, struct seen *seen,
		   struct pt_regs *regs)
{
	unsigned int i;

	for (i = 0; i < plan->arrivals; i++) {
		const struct edge *edge = &plan->arrival[i].edge;

		if (plan->arrival[i].before != before)
			continue;
		if (edge->what == NEST || edge->what == NEST_SENDING)
			seen->nested += nest(regs, edge->what == NEST_SENDING);
		else if (set_status(edge))
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
	seen->cycles = get_cycles();
	seen->unasked = plan_of(nmi)->place != 0 && raised_for <= nmi;
}

/*
 * Makes the CPU go on elsewhere after this NMI: it has moved while the next one was pending, or the
 * edge of the next one is sent there.
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
	enum handler_quirk quirk;
	struct seen *seen;

	if (!handlers_playing())
		return NMI_DONE;
	if (handler == 0)
		begin_nmi(regs);
	if (observation.nmis == 0)
		return NMI_DONE;
	quirk = handler == 0 ? current_trace->quirk : NO_QUIRK;
	plan = plan_of(observation.nmis - 1);
	seen = seen_of(observation.nmis - 1);

	if (seen->called != handler)
		seen->disordered = true;
	seen->called++;

	for (i = 0; i < handler; i++)
		first_poll += current_trace->slots[i];
	for (slot = 0; slot < current_trace->slots[handler]; slot++) {
		unsigned int poll = first_poll + slot;

		arrive(plan, poll, seen, regs);
		if (active[handler][slot]) {
			active[handler][slot] = quirk == NO_ACK;
			claimed += quirk == DOUBLE_COUNT ? 2 : 1;
		}
		if (poll + 1 == current_trace->polls) {
			arrive(plan, poll + 1, seen, regs);
			if (plan->also & TOUCH_AFTER)
				local_touch_nmi();
			if (plan->also & SEND_BEHIND)
				go_on_at(regs, behind_address(plan->move));
			else if (plan->move)
				go_on_at(regs, place_address(plan->move));
		}
	}
	if (handler == 0 && forgives && claimed == 0) {
		claimed = 1;
		forgives = current_trace->pmu != PMU_STOPPED;
	}
	if (quirk == GREEDY && claimed == 0)
		claimed = 1;
	if (handler == 0 && current_trace->pmu == PMU_WINDOW && claimed > 0)
		forgives = true;
	seen->claimed[handler] += claimed;
	return claimed;
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
static unsigned int registered;

/* Makes the chain have @count handlers; new ones go to its end. */
int handlers_register(unsigned int count)
{
	int error;

	error = unknown_register();
	if (error)
		return error;
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
	unknown_unregister();
}

void handlers_start(const struct trace *trace)
{
	memset(active, 0, sizeof(active));
	forgives = false;
	memset(&observation, 0, sizeof(observation));
	raised_for = 0;
	playing_cpu = raw_smp_processor_id();
	unknown_start(trace);
	/* An NMI from now on finds all of the above. */
	barrier();
	WRITE_ONCE(current_trace, trace);
}

bool handlers_playing(void)
{
	return READ_ONCE(current_trace) && raw_smp_processor_id() == playing_cpu;
}

void handlers_stop(void)
{
	WRITE_ONCE(current_trace, NULL);
	unknown_start(NULL);
}

/* The events of the next NMI happen; returns how many edges are for the caller to send. */
unsigned int handlers_raise(const struct plan *plan)
{
	unsigned int sent = 0;
	unsigned int i;

	for (i = 0; i < plan->edges; i++)
		sent += set_status(&plan->edge[i]);
	raised_for = observation.nmis + 1;
	return sent;
}
