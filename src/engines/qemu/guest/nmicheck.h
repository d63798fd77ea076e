/* SPDX-License-Identifier: MIT OR GPL-2.0 */
/* What the parts of the module share: a trace to arrange, and what the kernel was seen to do. */
#ifndef NMICHECK_H
#define NMICHECK_H

#include <linux/ptrace.h>
#include <linux/types.h>
#include "limits.h"

/* What happens; the numbers stand in the host's lines, but for that of a slot. */
enum what {
	EDGE_OUTSIDE,	/* an edge from a source that no handler knows */
	EDGE_OWN,	/* from the one that a handler of NMI_UNKNOWN knows */
	SILENT_OWN,	/* its status bit alone */
	NEST,		/* a page fault: its IRET lets the NMI in that is latched */
	NEST_SENDING,	/* or one that is sent then */
	VANISH,		/* the status bits of handler 0 are gone */
	LAPSE,		/* handler 0 claims no more than its events from now on */
	EDGE_SLOT,	/* from a handler's slot: its status bit is set, and an edge sent */
	SILENT_SLOT,	/* its status bit alone */
};

/* An edge to the CPU's NMI latch, and its status bit. */
struct edge {
	enum what what;
	u8 handler;
	u8 slot;
};

/* An edge that comes while an NMI is in progress: before its poll number @before, from 0. */
struct arrival {
	u8 before;
	struct edge edge;
};

/* One NMI of a trace. */
struct plan {
	u8 place;	/* where the CPU stands when the edges come; 0: the latch holds the NMI already */
	u8 move;	/* the place that the CPU goes on at after it; 0: where it was */
	u8 also;	/* when local_touch_nmi() is called, and whether an edge is sent behind it, a sum of: */
#define TOUCH_BEFORE 1
#define TOUCH_AFTER 2
#define SEND_BEHIND 4	/* at the place that it moves to, as soon as the NMI is over */
	u16 edges;
	u16 arrivals;
	const struct edge *edge;
	const struct arrival *arrival;
};

/* How handler 0 answers. */
enum handler_quirk { NO_QUIRK, GREEDY, NO_ACK, DOUBLE_COUNT };
/* What does not keep together with the events of handler 0, and what it does about it. */
enum pmu { PMU_PROMPT, PMU_VANISHING, PMU_STOPPED, PMU_LATE, PMU_WINDOW };
/* Handlers of the NMI_UNKNOWN chain, and who they are. */
#define MAX_UNKNOWN 2
enum unknown_chain { UNKNOWN_NONE, UNKNOWN_OWN, UNKNOWN_GREEDY, UNKNOWN_OWN_GREEDY, UNKNOWN_GREEDY_OWN };

struct trace {
	enum handler_quirk quirk;
	enum unknown_chain unknown_chain;
	enum pmu pmu;
	unsigned int handlers;
	u8 slots[MAX_HANDLERS];
	unsigned int polls;	/* of one NMI: the sum of the slots */
	unsigned int nmis;
	struct plan plan[MAX_NMIS];
	/* What the plans point into. */
	unsigned int edges;
	struct edge edge[MAX_EDGES];
	unsigned int arrivals;
	struct arrival arrival[MAX_EDGES];
};

/* What one NMI was seen to do. */
struct seen {
	unsigned long ip;
	u8 called;		/* how many handlers were called, in the order of the chain */
	bool disordered;	/* a handler was called out of that order */
	bool unasked;		/* it came although nothing of the plan had been raised for it */
	u8 claimed[MAX_HANDLERS];
	u8 unknown;		/* how often the NMI_UNKNOWN chain was called */
	u8 claimed_unknown[MAX_UNKNOWN];
	u8 nested;		/* how often an NMI nested in it */
	u64 cycles;		/* when it came, by the CPU's clock */
};

struct observation {
	unsigned int nmis;
	u64 sent;			/* when the last edges from outside NMI context were sent */
	struct seen seen[MAX_NMIS + 1];	/* the last one stands for all that came after the trace */
	bool panicked;
	unsigned int uhhuh;		/* lines "Uhhuh. NMI received for unknown reason" in the log */
};

/* line.c: the line to the host. */
void line_open(void);
int line_read(char *to, unsigned int size);
void line_write(const char *from, unsigned int size);

/* program.c: what the host wants to be done. */
int program_next(struct trace *trace);

/* places.S */
#define FOR_EACH_PLACE(DO) DO(1) DO(2) DO(3) DO(4)
#define DECLARE_PLACE(N)							\
	void nmicheck_place_##N(void __iomem *icr, u32 command, unsigned int edges,	\
				unsigned long turns, u32 id);			\
	extern const char nmicheck_at_##N[];					\
	extern const char nmicheck_behind_##N[];
FOR_EACH_PLACE(DECLARE_PLACE)

/* apic.c */
/* How long the CPU waits for an NMI where it stands, in turns of the one instruction there. */
extern unsigned long apic_turns;
void apic_send_nmi(void);
void apic_send_nmi_at(unsigned int place, unsigned int edges);
unsigned long place_address(unsigned int place);
/* Where the CPU sends one edge before it stands at the place. */
unsigned long behind_address(unsigned int place);

/* handlers.c */
extern struct observation observation;
int handlers_register(unsigned int count);
void handlers_unregister(void);
void handlers_start(const struct trace *trace);
void handlers_stop(void);
/* Whether a trace is played, and on this CPU: others may have NMIs of their own meanwhile. */
bool handlers_playing(void);
/* Returns how many edges the caller is to send. */
unsigned int handlers_raise(const struct plan *plan);

/* unknown.c: the handlers of the NMI_UNKNOWN chain. */
int unknown_register(void);
void unknown_unregister(void);
void unknown_start(const struct trace *trace);
void unknown_raise(void);
unsigned int unknown_handlers(const struct trace *trace);

/* nest.c: NMIs that nest. */
bool nest(struct pt_regs *regs, bool sends);

/* replay.c */
void replay_trace(const struct trace *trace, bool folds);

/* latch.c: what the latch of this machine does. */
bool latch_folds(void);
unsigned int latch_depth(void);
u64 latch_cycles(void);

/* log.c: the kernel's own messages. */
void log_skip(void);
unsigned int log_count_uhhuh(void);

/* report.c: what is told to the host. */
void report_ready(bool folds);
/* @number: how many traces there were, this one included. */
void report_trace(const struct trace *trace, unsigned int number);
/* @depth: how many NMIs the latch keeps while one is in progress; @cycles: from an edge to its NMI. */
void report_latch(unsigned int depth, u64 cycles);
void report_done(unsigned int traces);
void report_error(const char *what, int code);

#endif
