#include "machine.h"

#include <limits.h>
#include <stdlib.h>

#include "environment.h"

/* Where the kernel's text begins on x86-64; places are 16 bytes apart. */
static const unsigned long TEXT = 0xffffffff81000000UL;

/* Where the kernel is when an NMI nests: in a handler. */
static const unsigned long IN_HANDLER = 0xffffffffc0000000UL;

/* The NMI in progress: nmi.c calls the handlers without a word of who is asking. */
static struct {
	struct machine *machine;
	const struct arrival *arrivals;
	size_t count;
	size_t next;
	/* Polls of the present run. */
	long long polls;
	/* Grows as needed and is never given back. */
	struct run *runs;
	size_t room;
	/* Runs that have begun. */
	size_t begun;
	/* An exception's IRET has unblocked NMIs. */
	bool unblocked;
	/* The first arrival that cannot happen, or `count`. */
	size_t refused;
	const char *why;
} nmi;

static unsigned long address_of(unsigned int place)
{
	return TEXT + 16UL * place;
}

void machine_reset(struct machine *machine)
{
	machine->hardware = (struct hardware){ .rip = 1 };
	environment_boot();
}

static bool has_port_handlers(const struct platform *platform)
{
	return platform->axes.reason_port == PORT_KNOWN || platform->axes.reason_port == PORT_GREEDY;
}

void machine_take_down(struct machine *machine)
{
	for (unsigned int handler = machine_unknown_handlers(machine); handler > 0; handler--)
		machine->platform.kernel->unregister_unknown_handler(handler - 1);
	if (has_port_handlers(&machine->platform))
		machine->platform.kernel->unregister_port_handlers();
	for (unsigned int handler = machine->platform.handlers; handler > 0; handler--)
		machine->platform.kernel->unregister_handler(handler - 1);
	machine->platform.handlers = 0;
	machine->platform.axes = (struct axes){ 0 };
}

void machine_setup(struct machine *machine, const struct platform *platform)
{
	machine_take_down(machine);
	machine->platform = *platform;
	for (unsigned int handler = 0; handler < platform->handlers; handler++)
		platform->kernel->register_handler(handler);
	for (unsigned int handler = 0; handler < machine_unknown_handlers(machine); handler++)
		platform->kernel->register_unknown_handler(handler);
	if (has_port_handlers(platform))
		platform->kernel->register_port_handlers();
	enum panic panic = platform->axes.panic;
	platform->kernel->set_panics(panic == PANIC_UNKNOWN, panic == PANIC_UNRECOVERED,
				     panic == PANIC_IO);
	machine_reset(machine);
}

unsigned int machine_unknown_handlers(const struct machine *machine)
{
	switch (machine->platform.axes.unknown_chain) {
	case UNKNOWN_NONE:
		return 0;
	case UNKNOWN_OWN:
	case UNKNOWN_GREEDY:
		return 1;
	default:
		return 2;
	}
}

bool machine_is_active(const struct machine *machine, unsigned int handler, unsigned int slot)
{
	return machine->hardware.active[handler] >> slot & 1;
}

/* An edge comes to the latch: outside of NMI context a deep one keeps a second. */
static void edge(struct machine *machine)
{
	struct hardware *hardware = &machine->hardware;

	if (machine->platform.axes.latch_depth == LATCH_2 && hardware->pending && !nmicheck_in_nmi)
		hardware->second_pending = true;
	hardware->pending = true;
}

void machine_raise(struct machine *machine, unsigned int handler, unsigned int slot)
{
	struct hardware *hardware = &machine->hardware;

	hardware->active[handler] |= 1ULL << slot;
	if (handler == 0 && machine->platform.axes.lvtpc != LVTPC_UNMASKED) {
		if (hardware->lvtpc_masked)
			return;
		hardware->lvtpc_masked = true;
	}
	edge(machine);
}

const char *machine_external(struct machine *machine, enum source source)
{
	struct hardware *hardware = &machine->hardware;
	bool *bit = source == SOURCE_SERR ? &hardware->serr
		  : source == SOURCE_IOCHK ? &hardware->iochk
		  : source == SOURCE_OWN ? &hardware->own_source
					 : NULL;

	if (bit && *bit)
		return "the source stands already";
	if ((source == SOURCE_SERR && hardware->serr_off) ||
	    (source == SOURCE_IOCHK && hardware->iochk_off))
		return "the line is disabled in port 0x61";
	if (bit)
		*bit = true;
	edge(machine);
	return NULL;
}

/* One arrival happens. Null, or why it cannot. */
static const char *happen(const struct arrival *arrival)
{
	struct machine *machine = nmi.machine;
	unsigned int handler = (unsigned int)arrival->handler;
	unsigned int slot = (unsigned int)arrival->slot;

	switch (arrival->event) {
	case ARRIVAL_EXTERNAL:
		return machine_external(machine, arrival->source);
	case ARRIVAL_FAULT:
		if (nmi.unblocked)
			return "NMIs are unblocked already";
		nmi.unblocked = true;
		nmicheck_cr2 += 0x1000;
		return NULL;
	case ARRIVAL_NEST:
		if (!nmi.unblocked || !machine->hardware.pending)
			return "no NMI pends, or NMIs are blocked";
		machine->hardware.pending = false;
		machine->platform.kernel->take_nmi(IN_HANDLER, false);
		return NULL;
	default:
		if (!machine->platform.sticky && machine_is_active(machine, handler, slot))
			return "an arrival raises a slot that is active then, and the platform is not sticky";
		machine_raise(machine, handler, slot);
		return NULL;
	}
}

/* The arrivals of the present run that are due before poll number `poll` happen. */
static void arrive(long long poll)
{
	long long run = (long long)nmi.begun - 1;

	for (; nmi.next < nmi.count; nmi.next++) {
		const struct arrival *arrival = &nmi.arrivals[nmi.next];
		if (arrival->run > run || arrival->before > poll)
			return;
		const char *why = happen(arrival);
		if (why && nmi.refused == nmi.count) {
			nmi.refused = nmi.next;
			nmi.why = why;
		}
	}
}

/* The walk has ended, maybe early: what else is to arrive in this run does so before the decision. */
static void arrive_the_rest(void)
{
	arrive(LLONG_MAX);
}

static struct run *present_run(void)
{
	return &nmi.runs[nmi.begun - 1];
}

void nmicheck_run_begins(void)
{
	if (nmicheck_in_nmi > 1)
		nmicheck_die("default_do_nmi runs within itself");
	/* Each one but the first needs an NMI that nests; one too many is told, more would not end. */
	if (nmi.begun > nmi.count + 1)
		nmicheck_die("default_do_nmi runs again and again");
	if (nmi.begun == nmi.room) {
		nmi.room = nmi.room ? 2 * nmi.room : 16;
		nmi.runs = realloc(nmi.runs, nmi.room * sizeof(*nmi.runs));
		if (!nmi.runs)
			nmicheck_die("out of memory");
	}
	nmi.begun++;
	nmi.polls = 0;
	*present_run() = (struct run){ 0 };
	environment_run_begins();
}

void nmicheck_run_ends(void)
{
	struct run *run = present_run();
	unsigned int total = 0;
	unsigned int unknown = 0;

	arrive_the_rest();
	for (unsigned int handler = 0; handler < nmi.machine->platform.handlers; handler++)
		total += run->claimed[handler];
	for (unsigned int handler = 0; handler < NMICHECK_UNKNOWN_HANDLERS; handler++)
		unknown += run->claimed_unknown[handler];
	unsigned int said = environment_said();
	run->reason = said & SAID_SERR	? SOURCE_SERR
		    : said & SAID_IOCHK ? SOURCE_IOCHK
					: run->claimed_port;
	/* What the kernel says comes first: a correct one never reports an NMI that was claimed. */
	run->outcome = said & SAID_UNKNOWN ? UNKNOWN
		     : said || run->claimed_port != SOURCE_UNKNOWN ? EXTERNAL
		     : total > 0 ? HANDLED
		     : unknown > 0 ? CLAIMED_UNKNOWN
				   : SWALLOWED;
}

int nmicheck_handler_called(unsigned int handler)
{
	struct machine *machine = nmi.machine;
	const struct axes *axes = &machine->platform.axes;
	/* Handler 0 is the PMU's, and the one whose manners the platform sets. */
	enum manners manners = handler == 0 ? axes->manners : HONEST;
	enum lvtpc lvtpc = handler == 0 ? axes->lvtpc : LVTPC_UNMASKED;
	unsigned int slots = machine->platform.slots[handler];
	int claimed = 0;

	for (unsigned int slot = 0; slot < slots; slot++) {
		arrive(nmi.polls++);
		if ((lvtpc == LVTPC_EARLY && slot == 0) || (lvtpc == LVTPC_LATE && slot == slots - 1))
			machine->hardware.lvtpc_masked = false;
		if (!machine_is_active(machine, handler, slot))
			continue;
		if (manners != KEEPS)
			machine->hardware.active[handler] &= ~(1ULL << slot);
		claimed += manners == DOUBLES ? 2 : 1;
	}
	if (manners == GREEDY && claimed == 0)
		claimed = 1;
	present_run()->claimed[handler] += (unsigned int)claimed;
	return claimed;
}

int nmicheck_unknown_handler_called(unsigned int handler)
{
	enum unknown_chain chain = nmi.machine->platform.axes.unknown_chain;
	bool *own_source = &nmi.machine->hardware.own_source;
	bool is_greedy = chain == UNKNOWN_GREEDY || (chain == UNKNOWN_OWN_GREEDY && handler == 1) ||
			 (chain == UNKNOWN_GREEDY_OWN && handler == 0);

	arrive_the_rest();
	bool claims = is_greedy || *own_source;
	if (!is_greedy)
		*own_source = false;
	present_run()->claimed_unknown[handler] += claims;
	return claims;
}

int nmicheck_port_handler_called(int is_io_check)
{
	struct machine *machine = nmi.machine;

	present_run()->claimed_port = is_io_check ? SOURCE_IOCHK : SOURCE_SERR;
	if (machine->platform.axes.reason_port == PORT_GREEDY)
		return 1;
	if (is_io_check)
		machine->hardware.iochk = false;
	else
		machine->hardware.serr = false;
	return 1;
}

unsigned char nmicheck_reason(void)
{
	const struct hardware *hardware = &nmi.machine->hardware;

	arrive_the_rest();
	return (unsigned char)(hardware->serr << 7 | hardware->iochk << 6 | hardware->iochk_off << 3 |
			       hardware->serr_off << 2);
}

void nmicheck_outb(unsigned char value, unsigned short port)
{
	struct hardware *hardware = &nmi.machine->hardware;

	if (port != 0x61)
		nmicheck_die("nmi.c writes an I/O port that is not 0x61");
	/* A line that is disabled is cleared, and stays so. */
	hardware->serr_off = value >> 2 & 1;
	hardware->iochk_off = value >> 3 & 1;
	hardware->serr = hardware->serr && !hardware->serr_off;
	hardware->iochk = hardware->iochk && !hardware->iochk_off;
}

bool machine_nmi(struct machine *machine, const struct arrival *arrivals, size_t count,
		 struct nmi_result *result)
{
	struct hardware before = machine->hardware;

	environment_save();
	nmi.machine = machine;
	nmi.arrivals = arrivals;
	nmi.count = count;
	nmi.next = 0;
	nmi.begun = 0;
	nmi.unblocked = false;
	nmi.refused = count;

	machine->hardware.pending = machine->hardware.second_pending;
	machine->hardware.second_pending = false;
	/* NMIs nest in exc_nmi where the outer one comes from user mode; else before it is called. */
	if (!environment_take_nmi(machine->platform.kernel, address_of(machine->hardware.rip),
				  machine->platform.axes.nesting,
				  machine->platform.axes.panic != PANIC_NEVER)) {
		nmicheck_run_ends();
		present_run()->outcome = PANIC;
		machine->hardware.panicked = true;
	}
	if (nmi.begun == 0) {
		/* A kernel that did not look at the NMI at all. */
		nmicheck_run_begins();
		nmicheck_run_ends();
	}
	if (nmi.next < count && nmi.refused == count) {
		nmi.refused = nmi.next;
		nmi.why = "an arrival is for a run that does not happen";
	}
	*result = (struct nmi_result){ nmi.runs, nmi.begun, nmi.refused, nmi.why };
	if (nmi.refused < count) {
		machine->hardware = before;
		environment_restore();
		return false;
	}
	return true;
}

unsigned int machine_last_nmi_rip(const struct machine *machine)
{
	unsigned long ip = machine->platform.kernel->last_nmi_rip();
	unsigned int rips = machine->platform.rips;

	if (ip == 0)
		return 0;
	if (ip % 16 != 0 || ip < address_of(1) || ip > address_of(rips))
		return rips + 1;
	return (unsigned int)((ip - TEXT) / 16);
}

void machine_set_last_nmi_rip(struct machine *machine, unsigned int place)
{
	machine->platform.kernel->set_last_nmi_rip(place == 0 ? 0 : address_of(place));
}
