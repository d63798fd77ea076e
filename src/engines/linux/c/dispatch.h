/* An NMI from exc_nmi to its end: what arrives meanwhile, what the handlers claim, how it ends. */
#ifndef NMICHECK_DISPATCH_H
#define NMICHECK_DISPATCH_H

#include <stddef.h>

#include "machine.h"

/* What happens while an NMI is in progress, in its run number `run`, before poll number `before`. */
struct arrival {
	long long run;
	long long before;
	enum {
		ARRIVAL_RAISE,
		ARRIVAL_EXTERNAL,
		ARRIVAL_FAULT,
		ARRIVAL_NEST,
		ARRIVAL_VANISH,
		ARRIVAL_ARRIVE,
	} event;
	long long handler;
	long long slot;
	enum source source;
};

enum outcome { HANDLED, UNKNOWN, SWALLOWED, EXTERNAL, CLAIMED_UNKNOWN, PANIC };

/* What came of one run of default_do_nmi. */
struct run {
	unsigned int claimed[NMICHECK_HANDLERS];
	unsigned int claimed_unknown[NMICHECK_UNKNOWN_HANDLERS];
	enum outcome outcome;
	/* A handler of NMI_SERR or NMI_IO_CHECK claimed: SOURCE_SERR or SOURCE_IOCHK. */
	enum source claimed_port;
	/* SOURCE_SERR or SOURCE_IOCHK of an NMI that ended as external. */
	enum source reason;
};

/* What came of an NMI: one run, and one more for each time that NMIs nested. */
struct nmi_result {
	const struct run *runs;
	size_t count;
	/* Where it could not happen: which arrival is to blame, and why. */
	size_t refused;
	const char *why;
};

/* From now on the NMI that is spoken of is that of `cpu`. */
void dispatch_on_cpu(unsigned int cpu);

/*
 * The pending NMI is taken. Returns false, with everything as it was, when one of the arrivals
 * cannot happen then. The result is valid until the next NMI.
 */
bool dispatch(struct machine *machine, const struct arrival *arrivals, size_t count,
	      struct nmi_result *result);

/*
 * The pending NMI is taken step by step (steps.h), to its end. To be called on the CPU's own stack.
 */
void dispatch_in_steps(struct machine *machine);
/* How many runs of the present CPU's NMI have ended, and what came of the last of them. */
size_t dispatch_ended(void);
const struct run *dispatch_last_ended(void);
/*
 * In an NMI that the present CPU takes in steps: an exception's IRET unblocks NMIs, or the NMI that
 * pends is taken within this one. Null, or why it cannot be.
 */
const char *dispatch_fault(void);
const char *dispatch_nest(void);

#endif
