/*
 * NMIs that several CPUs have in progress at a time. Each goes on in steps, on a stack of its own: to
 * the next poll, to the decision, to its end.
 */
#ifndef NMICHECK_STEPS_H
#define NMICHECK_STEPS_H

#include <stdbool.h>

struct machine;
struct run;

/*
 * Where a CPU is: outside of NMI context, before it calls a handler that one CPU at a time runs, before
 * a handler looks at a slot, before the decision, in it where it reads port 0x61.
 */
struct position {
	enum { AT_RUN, AT_ENTER, AT_POLLING, AT_DECIDE, AT_PORT } at;
	unsigned int handler, slot;
};

struct position steps_position(unsigned int cpu);

/*
 * The present CPU takes its NMI, or goes on with it. What came of the run of the handlers that has
 * ended meanwhile, or null.
 */
const struct run *steps_go(struct machine *machine);

/* Called from within an NMI: the CPU stands there until it is to go on; false if it goes not in steps. */
bool steps_stand(struct position position);

/* No CPU goes on with its NMI. */
void steps_drop(void);

#endif
