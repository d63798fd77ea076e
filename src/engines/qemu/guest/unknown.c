// SPDX-License-Identifier: MIT OR GPL-2.0
/*
 * The NMI_UNKNOWN chain: one handler that only sees that the chain is called, and behind it those of a
 * trace. They are registered once and claim nothing where a trace has none: without them the chain
 * would sum up to the same (nmi_handle, arch/x86/kernel/nmi.c).
 */
#include <linux/kernel.h>
#include <asm/nmi.h>
#include "nmicheck.h"

static const struct trace *current_trace;
static bool own_source;	/* the source that a handler knows has something to say */

unsigned int unknown_handlers(const struct trace *trace)
{
	switch (trace->unknown_chain) {
	case UNKNOWN_NONE:
		return 0;
	case UNKNOWN_OWN:
	case UNKNOWN_GREEDY:
		return 1;
	default:
		return 2;
	}
}

static bool is_greedy(unsigned int handler)
{
	return current_trace->unknown_chain == UNKNOWN_GREEDY ||
	       (current_trace->unknown_chain == UNKNOWN_OWN_GREEDY && handler == 1) ||
	       (current_trace->unknown_chain == UNKNOWN_GREEDY_OWN && handler == 0);
}

static struct seen *seen_now(void)
{
	if (!current_trace || !handlers_playing() || observation.nmis == 0)
		return NULL;
	return &observation.seen[min_t(unsigned int, observation.nmis - 1, MAX_NMIS)];
}

/* Nobody claimed the NMI, and the kernel is about to say so. */
static int observe(unsigned int type, struct pt_regs *regs)
{
	struct seen *seen = seen_now();

	if (seen)
		seen->unknown++;
	return NMI_DONE;
}

static int claim(unsigned int handler)
{
	struct seen *seen = seen_now();
	bool claims;

	if (!seen || handler >= unknown_handlers(current_trace))
		return NMI_DONE;
	claims = is_greedy(handler) || own_source;
	if (!is_greedy(handler))
		own_source = false;
	seen->claimed_unknown[handler] += claims;
	return claims;
}

static int claim_0(unsigned int type, struct pt_regs *regs)
{
	return claim(0);
}

static int claim_1(unsigned int type, struct pt_regs *regs)
{
	return claim(1);
}

#define ACTION(N, HANDLER, NAME)					\
	{								\
		.list = LIST_HEAD_INIT(actions[N].list),		\
		.handler = HANDLER,					\
		.name = NAME,						\
	}
static struct nmiaction actions[] = {
	ACTION(0, observe, "nmicheck"),
	ACTION(1, claim_0, "nmicheck_unknown0"),
	ACTION(2, claim_1, "nmicheck_unknown1"),
};
static unsigned int registered;

int unknown_register(void)
{
	for (; registered < ARRAY_SIZE(actions); registered++) {
		int error = __register_nmi_handler(NMI_UNKNOWN, &actions[registered]);

		if (error)
			return error;
	}
	return 0;
}

void unknown_unregister(void)
{
	for (; registered > 0; registered--)
		unregister_nmi_handler(NMI_UNKNOWN, actions[registered - 1].name);
}

void unknown_start(const struct trace *trace)
{
	own_source = false;
	WRITE_ONCE(current_trace, trace);
}

/* The source fires. The caller sends the edge. */
void unknown_raise(void)
{
	own_source = true;
}
