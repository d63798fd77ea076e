// SPDX-License-Identifier: MIT OR GPL-2.0
/* What the NMI latch of this machine does, as small traces show it. */
#include <linux/kernel.h>
#include <linux/minmax.h>
#include "nmicheck.h"

#define TRIALS 8

/* One NMI, for two edges of one event. */
static const struct trace two_edges = {
	.handlers = 1,
	.slots = { 1 },
	.polls = 1,
	.nmis = 1,
	.plan = { { .place = 1, .edges = 2, .edge = two_edges.edge } },
	.edge = { { .what = EDGE_SLOT }, { .what = EDGE_SLOT } },
};

/* Whether edges outside NMI context make one NMI, always, and at the place (see places.S). */
bool latch_folds(void)
{
	unsigned int i;

	for (i = 0; i < TRIALS; i++) {
		replay_trace(&two_edges, true);
		if (observation.nmis != 1 || observation.seen[0].ip != place_address(1))
			return false;
	}
	return true;
}

/* Three more edges while an NMI is in progress, all of events that it claims. */
static const struct trace three_late = {
	.handlers = 1,
	.slots = { 4 },
	.polls = 4,
	.nmis = 1,
	.plan = { { .place = 1, .edges = 1, .arrivals = 3, .edge = three_late.edge,
		    .arrival = three_late.arrival } },
	.edge = { { .what = EDGE_SLOT } },
	.arrival = {
		{ .edge = { .what = EDGE_SLOT, .slot = 1 } },
		{ .edge = { .what = EDGE_SLOT, .slot = 2 } },
		{ .edge = { .what = EDGE_SLOT, .slot = 3 } },
	},
};

/* How many NMIs the latch keeps while one is in progress: 0 where even the first edge brings none. */
unsigned int latch_depth(void)
{
	unsigned int most = 0;
	unsigned int i;

	for (i = 0; i < TRIALS; i++) {
		replay_trace(&three_late, false);
		if (observation.nmis > 0)
			most = max(most, observation.nmis - 1);
	}
	return most;
}

/* From an edge to its NMI at the least, in cycles of the CPU's clock; 0 where none came. */
u64 latch_cycles(void)
{
	u64 least = 0;
	unsigned int i;

	for (i = 0; i < TRIALS; i++) {
		u64 cycles;

		replay_trace(&two_edges, false);
		if (observation.nmis == 0)
			continue;
		cycles = observation.seen[0].cycles - observation.sent;
		if (least == 0 || cycles < least)
			least = cycles;
	}
	return least;
}
