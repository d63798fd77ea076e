/* One CPU: its event slots, its NMI latch, its program counter, what the axes add, and its kernel. */
#ifndef NMICHECK_MACHINE_H
#define NMICHECK_MACHINE_H

#include <stdbool.h>
#include <stddef.h>

#include "axes.h"
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
	struct axes axes;
};

struct hardware {
	/* The status bits of each handler's slots. */
	unsigned long long active[NMICHECK_HANDLERS];
	bool pending;
	/* A second NMI pends behind the first. */
	bool second_pending;
	/* The PMU's entry of the local APIC is masked. */
	bool lvtpc_masked;
	/* The bits that stand in port 0x61, and the lines that are disabled there. */
	bool serr, iochk, serr_off, iochk_off;
	/* The source that a handler of the NMI_UNKNOWN chain knows has something to say. */
	bool own_source;
	/* The kernel has panicked. */
	bool panicked;
	unsigned int rip;
};

/* Where an edge comes from: a slot, a source that nobody knows, or one that the axes add. */
enum source { SOURCE_UNKNOWN, SOURCE_SERR, SOURCE_IOCHK, SOURCE_OWN };

/* What happens while an NMI is in progress, in its run number `run`, before poll number `before`. */
struct arrival {
	long long run;
	long long before;
	enum { ARRIVAL_RAISE, ARRIVAL_EXTERNAL, ARRIVAL_FAULT, ARRIVAL_NEST } event;
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
/* An edge from a source that is no slot. Null, or why the source cannot fire now. */
const char *machine_external(struct machine *machine, enum source source);

/* How many handlers the NMI_UNKNOWN chain has. */
unsigned int machine_unknown_handlers(const struct machine *machine);

/*
 * The pending NMI is taken. Returns false, with everything as it was, when one of the arrivals
 * cannot happen then. The result is valid until the next NMI.
 */
bool machine_nmi(struct machine *machine, const struct arrival *arrivals, size_t count,
		 struct nmi_result *result);

/* `last_nmi_rip` as a place of the platform: 0 for none, rips + 1 for what is no place of it. */
unsigned int machine_last_nmi_rip(const struct machine *machine);
void machine_set_last_nmi_rip(struct machine *machine, unsigned int place);

#endif
