/*
 * The CPUs, one as a rule: each with its event slots, its NMI latch, its program counter and what the
 * axes add; and the kernel that runs on them.
 */
#ifndef NMICHECK_MACHINE_H
#define NMICHECK_MACHINE_H

#include <stdbool.h>

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
	unsigned int cpus;
	/* Who gets the edge of slot 0 of the last handler, where that is one source for all CPUs. */
	enum shared { SHARED_NONE, SHARED_BOOT, SHARED_ALL } shared;
	/* One CPU at a time runs the last handler; on another one it returns at once. */
	bool exclusive;
	/* A CPU stands where it reads port 0x61, with nmi_reason_lock. */
	bool held_lock;
};

struct hardware {
	/* The status bits of each handler's slots. */
	unsigned long long active[NMICHECK_HANDLERS];
	bool pending;
	/* A second NMI pends behind the first. */
	bool second_pending;
	/* Within the NMI in progress an exception's IRET has unblocked NMIs. */
	bool unblocked;
	/* The PMU's entry of the local APIC is masked. */
	bool lvtpc_masked;
	/* The edge of an event of handler 0 is on its way. */
	bool in_flight;
	/* Handler 0 claims an NMI in which it finds nothing. */
	bool forgives;
	/* The source that a handler of the NMI_UNKNOWN chain knows has something to say. */
	bool own_source;
	/* The CPU was summoned: a microcode update takes the next NMI, or a crash each one. */
	bool summoned;
	/* The CPU is in the handler of a microcode update. */
	bool in_rendezvous;
	/* An NMI nested in the one in progress: its handlers run once more. */
	bool nested;
	/* The kernel has panicked. */
	bool panicked;
	unsigned int rip;
};

/* The bits that stand in port 0x61, and the lines that are disabled there. */
struct port {
	bool serr, iochk, serr_off, iochk_off;
};

/* Where an edge comes from: a slot, a source that nobody knows, or one that the axes add. */
enum source { SOURCE_UNKNOWN, SOURCE_SERR, SOURCE_IOCHK, SOURCE_OWN, SOURCE_SUMMONS };

struct machine {
	struct platform platform;
	struct hardware cpus[NMICHECK_CPUS];
	/* The present CPU's: what is said of "the CPU" is said of this one. */
	struct hardware *hardware;
	/* The board's, for all CPUs. */
	struct port port;
	/* The CPU that runs the exclusive handler, or -1. */
	int holder;
	/* The CPU of several on which the kernel crashes, and which shoots the others down; or -1. */
	int crashing;
};

/* From now on things happen on `cpu`. */
void machine_on_cpu(struct machine *machine, unsigned int cpu);

/* Unregisters the handlers, the last one first. */
void machine_take_down(struct machine *machine);
/* Registers the platform's handlers with its kernel, those of before gone, and starts it anew. */
void machine_setup(struct machine *machine, const struct platform *platform);
/* Back to the start on each CPU: run, nothing active or pending, rip 1, the kernel as after its boot. */
void machine_reset(struct machine *machine);

/* Whether a CPU has panicked, and so all of them stand still. */
bool machine_is_down(const struct machine *machine);
bool machine_is_active(const struct machine *machine, unsigned int handler, unsigned int slot);
/* Whether the slot is the source that all CPUs share. */
bool machine_is_shared(const struct machine *machine, unsigned int handler, unsigned int slot);
/* Sets or clears a status bit, for all CPUs where they share it; no edge is sent. */
void machine_set_active(struct machine *machine, unsigned int handler, unsigned int slot, bool active);
/* The slot's event happens: its status bit is set, and an edge sent. */
void machine_raise(struct machine *machine, unsigned int handler, unsigned int slot);
/*
 * What happens to the PMU, handler 0's: its late edge comes; its status bits are gone; the time is over
 * in which its handler claims whatever comes. Null, or why that cannot be now.
 */
const char *machine_arrive(struct machine *machine);
const char *machine_vanish(struct machine *machine);
const char *machine_lapse(struct machine *machine);
/*
 * Whether the CPU was summoned; for a crash the kernel's emergency handler is set by that, or taken
 * back, for all CPUs.
 */
void machine_summon(struct machine *machine, bool summoned);
/* A microcode update summons all CPUs to its rendezvous. Null, or why that cannot be now. */
const char *machine_summon_all(struct machine *machine);
/* Whether a CPU was summoned to a rendezvous and is still to come: its NMI pends, and was not lost. */
bool machine_awaits_cpus(const struct machine *machine);
/* The kernel crashes on the CPU: all others are sent an edge. Null, or why that cannot be now. */
const char *machine_crash(struct machine *machine);
/*
 * An edge from a source that is no slot; a summons comes to all CPUs. Null, or why the source cannot
 * fire now.
 */
const char *machine_external(struct machine *machine, enum source source);

/* How many handlers the NMI_UNKNOWN chain has. */
unsigned int machine_unknown_handlers(const struct machine *machine);

/* `last_nmi_rip` as a place of the platform: 0 for none, rips + 1 for what is no place of it. */
unsigned int machine_last_nmi_rip(const struct machine *machine);
void machine_set_last_nmi_rip(struct machine *machine, unsigned int place);

#endif
