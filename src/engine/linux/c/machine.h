/* One CPU: its event slots, its one-deep NMI latch, its program counter, and its kernel. */
#ifndef NMICHECK_MACHINE_H
#define NMICHECK_MACHINE_H

#include <stdbool.h>
#include <stddef.h>

#include "boundary.h"

enum {
	/* Events that one handler can poll: the bits of one word. */
	MAX_SLOTS = 64,
	MAX_RIPS = 1 << 20,
};

struct platform {
	const struct nmicheck_kernel *kernel;
	unsigned int handlers;
	unsigned int slots[NMICHECK_HANDLERS];
	unsigned int rips;
	bool sticky;
	bool shadow;
};

struct hardware {
	/* The status bits of each handler's slots. */
	unsigned long long active[NMICHECK_HANDLERS];
	bool pending;
	unsigned int rip;
};

/* An event that arrives while an NMI is in progress, before poll number `before`. */
struct arrival {
	long long before;
	long long handler;
	long long slot;
	bool external;
};

enum outcome { HANDLED, UNKNOWN, SWALLOWED };

struct machine {
	struct platform platform;
	struct hardware hardware;
};

/* Unregisters the handlers, the last one first. */
void machine_take_down(struct machine *machine);
/* Registers the platform's handlers with its kernel, those of before gone, and starts it anew. */
void machine_setup(struct machine *machine, const struct platform *platform);
/* Back to the start: run, nothing active or pending, rip 1, the kernel as after its boot. */
void machine_reset(struct machine *machine);

bool machine_is_active(const struct machine *machine, unsigned int handler, unsigned int slot);
/* The slot's event happens: its status bit is set, and an edge sent. */
void machine_raise(struct machine *machine, unsigned int handler, unsigned int slot);
/* An edge from a source that no handler knows. */
void machine_external(struct machine *machine);

/*
 * The pending NMI is taken. Returns false, with everything as it was, when one of the arrivals
 * raises a slot that is active by then and the platform is not sticky: its index is in `refused`.
 */
bool machine_nmi(struct machine *machine, const struct arrival *arrivals, size_t count,
		 unsigned int claimed[NMICHECK_HANDLERS], enum outcome *outcome, size_t *refused);

/* `last_nmi_rip` as a place of the platform: 0 for none, rips + 1 for what is no place of it. */
unsigned int machine_last_nmi_rip(const struct machine *machine);
void machine_set_last_nmi_rip(struct machine *machine, unsigned int place);

#endif
