// SPDX-License-Identifier: MIT OR GPL-2.0
/*
 * What the host wants to be done comes as lines
 *
 *   <CRC-32 of the rest, eight hexadecimal digits><numbers>
 *
 * with the numbers of a trace
 *
 *   handlers slots... handler-quirk unknown-chain pmu nmis, and for each NMI
 *   place move also, edges (handler slot)..., arrivals (before handler slot)...
 *
 * or none, which ends the work. Handlers count from 1 here, from MAX_HANDLERS + 1 where only the
 * status bit is set; 0 is what is no slot's, and the slot then says what (enum what). A
 * number from 0 to 77 is one character, from '0' on; a greater one is '~' and two such digits, the
 * high one first. Few characters are worth it: QEMU hands over 14 at a time. The lines are written by
 * src/engines/qemu/program.ts.
 */
#include <linux/crc32.h>
#include <linux/ctype.h>
#include <linux/errno.h>
#include <linux/kernel.h>
#include "nmicheck.h"

#define CRC_DIGITS 8
#define BASE 78

static char text[65536];
static const char *next;
static const char *end;

/* One digit of a number, or -EINVAL where there is none. */
static int digit(void)
{
	int value = next < end ? *next - '0' : -1;

	if (value < 0 || value >= BASE)
		return -EINVAL;
	next++;
	return value;
}

/* The number that comes next, or -EINVAL where there is none or it is greater than @most. */
static int number(int most)
{
	int high = 0;
	int low;

	if (next < end && *next == '~') {
		next++;
		high = digit();
	}
	low = digit();
	if (high < 0 || low < 0 || high * BASE + low > most)
		return -EINVAL;
	return high * BASE + low;
}

static int read_number(int most, u8 *to)
{
	int value = number(most);

	if (value < 0)
		return value;
	*to = value;
	return 0;
}

static int read_edge(const struct trace *trace, struct edge *edge)
{
	int handler = number(MAX_HANDLERS + trace->handlers);
	int slot = number(MAX_SLOTS - 1);
	bool silent = handler > MAX_HANDLERS;

	if (handler < 0 || slot < 0)
		return -EINVAL;
	if (handler == 0) {
		edge->what = slot;
		return slot < EDGE_SLOT ? 0 : -EINVAL;
	}
	edge->what = silent ? SILENT_SLOT : EDGE_SLOT;
	edge->handler = handler - 1 - (silent ? MAX_HANDLERS : 0);
	edge->slot = slot;
	return edge->handler < trace->handlers ? 0 : -EINVAL;
}

static int read_edges(struct trace *trace, struct plan *plan)
{
	int count = number(MAX_EDGES - trace->edges);

	if (count < 0)
		return count;
	plan->edge = &trace->edge[trace->edges];
	for (plan->edges = 0; plan->edges < count; plan->edges++)
		if (read_edge(trace, &trace->edge[trace->edges++]))
			return -EINVAL;
	return 0;
}

static int read_arrivals(struct trace *trace, struct plan *plan)
{
	int count = number(MAX_EDGES - trace->arrivals);

	if (count < 0)
		return count;
	plan->arrival = &trace->arrival[trace->arrivals];
	for (plan->arrivals = 0; plan->arrivals < count; plan->arrivals++) {
		struct arrival *arrival = &trace->arrival[trace->arrivals++];

		if (read_number(MAX_POLLS, &arrival->before) || read_edge(trace, &arrival->edge))
			return -EINVAL;
	}
	return 0;
}

static int read_plan(struct trace *trace, struct plan *plan)
{
	if (read_number(MAX_PLACES, &plan->place) || read_number(MAX_PLACES, &plan->move) ||
	    read_number(TOUCH_BEFORE | TOUCH_AFTER | SEND_BEHIND, &plan->also) ||
	    read_edges(trace, plan) || read_arrivals(trace, plan))
		return -EINVAL;
	return 0;
}

static int read_trace(struct trace *trace)
{
	unsigned int i;
	int value;

	value = number(MAX_HANDLERS);
	if (value < 1)
		return -EINVAL;
	trace->handlers = value;
	trace->polls = 0;
	for (i = 0; i < trace->handlers; i++) {
		if (read_number(MAX_SLOTS, &trace->slots[i]))
			return -EINVAL;
		trace->polls += trace->slots[i];
	}
	value = number(DOUBLE_COUNT);
	if (value < 0)
		return value;
	trace->quirk = value;
	value = number(UNKNOWN_GREEDY_OWN);
	if (value < 0)
		return value;
	trace->unknown_chain = value;
	value = number(PMU_WINDOW);
	if (value < 0)
		return value;
	trace->pmu = value;
	value = number(MAX_NMIS);
	if (value < 0)
		return value;
	trace->nmis = value;
	trace->edges = 0;
	trace->arrivals = 0;
	for (i = 0; i < trace->nmis; i++)
		if (read_plan(trace, &trace->plan[i]))
			return -EINVAL;
	return next == end ? 0 : -EINVAL;
}

/* Reads a line; 0 when it is whole. */
static int read_checked_line(void)
{
	int length = line_read(text, sizeof(text));
	u32 crc = 0;
	int i;

	if (length < 0)
		return length;
	if (length < CRC_DIGITS)
		return -EBADMSG;
	for (i = 0; i < CRC_DIGITS; i++) {
		if (!isxdigit(text[i]))
			return -EBADMSG;
		crc = crc << 4 | hex_to_bin(text[i]);
	}
	next = text + CRC_DIGITS;
	end = text + length;
	return crc == ~crc32_le(~0, next, end - next) ? 0 : -EBADMSG;
}

/* 1 after a trace was read, 0 when the work is over, an error where a line is not as it should be. */
int program_next(struct trace *trace)
{
	int error = read_checked_line();

	if (error)
		return error;
	if (next == end)
		return 0;
	error = read_trace(trace);
	return error ? error : 1;
}
