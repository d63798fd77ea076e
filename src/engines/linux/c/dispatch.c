#include "dispatch.h"

#include <limits.h>
#include <stdlib.h>

#include "environment.h"
#include "places.h"
#include "steps.h"

/* Where the kernel is when an NMI nests: in a handler. */
static const unsigned long IN_HANDLER = 0xffffffffc0000000UL;

/* The NMI in progress on each CPU: nmi.c calls the handlers without a word of who is asking. */
static struct in_progress {
	struct machine *machine;
	const struct arrival *arrivals;
	size_t count;
	size_t next;
	/* Polls of the present run. */
	long long polls;
	/* Grows as needed and is never given back. */
	struct run *runs;
	size_t room;
	/* Runs that have begun, those that have ended, and NMIs that nested. */
	size_t begun, ended, nested;
	/* The walk of the present run is over. */
	bool walked;
	/* The first arrival that cannot happen, or `count`. */
	size_t refused;
	const char *why;
} in_progress[NMICHECK_CPUS];

/* That of the present CPU. */
static struct in_progress *nmi = in_progress;

void dispatch_on_cpu(unsigned int cpu)
{
	nmi = &in_progress[cpu];
}

const char *dispatch_fault(void)
{
	struct hardware *hardware = nmi->machine->hardware;

	if (hardware->unblocked)
		return "NMIs are unblocked already";
	hardware->unblocked = true;
	nmicheck_cr2 += 0x1000;
	return NULL;
}

const char *dispatch_nest(void)
{
	struct machine *machine = nmi->machine;

	if (!machine->hardware->unblocked || !machine->hardware->pending)
		return "no NMI pends, or NMIs are blocked";
	machine->hardware->pending = false;
	machine->hardware->nested = true;
	nmi->nested++;
	machine->platform.kernel->take_nmi(IN_HANDLER, false);
	return NULL;
}

/* One arrival happens. Null, or why it cannot. */
static const char *happen(const struct arrival *arrival)
{
	struct machine *machine = nmi->machine;
	unsigned int handler = (unsigned int)arrival->handler;
	unsigned int slot = (unsigned int)arrival->slot;

	switch (arrival->event) {
	case ARRIVAL_EXTERNAL:
		return machine_external(machine, arrival->source);
	case ARRIVAL_FAULT:
		return dispatch_fault();
	case ARRIVAL_NEST:
		return dispatch_nest();
	case ARRIVAL_VANISH:
		return machine_vanish(machine);
	case ARRIVAL_ARRIVE:
		return machine_arrive(machine);
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
	long long run = (long long)nmi->begun - 1;

	for (; nmi->next < nmi->count; nmi->next++) {
		const struct arrival *arrival = &nmi->arrivals[nmi->next];
		if (arrival->run > run || arrival->before > poll)
			return;
		const char *why = happen(arrival);
		if (why && nmi->refused == nmi->count) {
			nmi->refused = nmi->next;
			nmi->why = why;
		}
	}
}

/* The walk has ended, maybe early: a CPU that goes step by step stands here before the decision. */
static void end_walk(void)
{
	if (nmi->walked)
		return;
	nmi->walked = true;
	steps_stand((struct position){ .at = AT_DECIDE });
}

bool nmicheck_waited(void)
{
	return steps_stand((struct position){ .at = AT_DECIDE });
}

void nmicheck_lock_wanted(void)
{
	end_walk();
}

/* What else is to arrive in this run does so before the decision. */
static void arrive_the_rest(void)
{
	end_walk();
	arrive(LLONG_MAX);
}

static struct run *present_run(void)
{
	return &nmi->runs[nmi->begun - 1];
}

void nmicheck_run_begins(void)
{
	if (nmicheck_in_nmi > 1)
		nmicheck_die("default_do_nmi runs within itself");
	/* Each one but the first needs an NMI that nests; one too many is told, more would not end. */
	if (nmi->begun > nmi->count + nmi->nested + 1)
		nmicheck_die("default_do_nmi runs again and again");
	if (nmi->begun == nmi->room) {
		nmi->room = nmi->room ? 2 * nmi->room : 16;
		nmi->runs = realloc(nmi->runs, nmi->room * sizeof(*nmi->runs));
		if (!nmi->runs)
			nmicheck_die("out of memory");
	}
	nmi->begun++;
	nmi->polls = 0;
	nmi->walked = false;
	nmi->machine->hardware->nested = false;
	*present_run() = (struct run){ 0 };
	environment_run_begins();
}

void nmicheck_run_ends(void)
{
	struct run *run = present_run();
	unsigned int total = 0;
	unsigned int unknown = 0;

	arrive_the_rest();
	for (unsigned int handler = 0; handler < nmi->machine->platform.handlers; handler++)
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
	nmi->machine->hardware->in_rendezvous = false;
	nmi->ended++;
}

size_t dispatch_ended(void)
{
	return nmi->ended;
}

const struct run *dispatch_last_ended(void)
{
	return &nmi->runs[nmi->ended - 1];
}

/* What the PMU's handler claims that found so many events: one where it expects an NMI without. */
static int forgive(struct machine *machine, int found)
{
	if (found > 0 || !machine->hardware->forgives)
		return found;
	if (machine->platform.axes.pmu == PMU_STOPPED)
		machine->hardware->forgives = false;
	return 1;
}

int nmicheck_handler_called(unsigned int handler)
{
	struct machine *machine = nmi->machine;
	const struct axes *axes = &machine->platform.axes;
	/* Handler 0 is the PMU's, and the one with the quirk of the machine. */
	enum handler_quirk quirk = handler == 0 ? axes->handler_quirk : NO_QUIRK;
	enum lvtpc lvtpc = handler == 0 ? axes->lvtpc : LVTPC_UNMASKED;
	unsigned int slots = machine->platform.slots[handler];
	bool is_exclusive = machine->platform.exclusive && handler + 1 == machine->platform.handlers;
	int claimed = 0;

	if (is_exclusive) {
		steps_stand((struct position){ .at = AT_ENTER, .handler = handler });
		if (machine->holder >= 0)
			return 0;
		machine->holder = (int)nmicheck_cpu;
	}
	for (unsigned int slot = 0; slot < slots; slot++) {
		steps_stand((struct position){ AT_POLLING, handler, slot });
		arrive(nmi->polls++);
		if ((lvtpc == LVTPC_EARLY && slot == 0) || (lvtpc == LVTPC_LATE && slot == slots - 1))
			machine->hardware->lvtpc_masked = false;
		if (!machine_is_active(machine, handler, slot))
			continue;
		if (quirk != NO_ACK)
			machine_set_active(machine, handler, slot, false);
		claimed += quirk == DOUBLE_COUNT ? 2 : 1;
	}
	if (is_exclusive)
		machine->holder = -1;
	if (handler == 0)
		claimed = forgive(machine, claimed);
	if (quirk == GREEDY && claimed == 0)
		claimed = 1;
	if (handler == 0 && axes->pmu == PMU_WINDOW && claimed > 0)
		machine->hardware->forgives = true;
	present_run()->claimed[handler] += (unsigned int)claimed;
	return claimed;
}

int nmicheck_rendezvous(void)
{
	struct machine *machine = nmi->machine;

	if (!machine->hardware->summoned || machine->platform.axes.front_handler != FRONT_RENDEZVOUS)
		return false;
	machine->hardware->summoned = false;
	machine->hardware->in_rendezvous = true;
	end_walk();
	while (machine_awaits_cpus(machine))
		steps_stand((struct position){ .at = AT_DECIDE });
	return true;
}

void nmicheck_emergency(void)
{
	const struct machine *machine = nmi->machine;

	if (machine->crashing < 0 || machine->crashing == (int)nmicheck_cpu)
		return;
	end_walk();
	while (steps_stand((struct position){ .at = AT_DECIDE }))
		;
	nmicheck_die("a CPU that is shot down goes not in steps");
}

int nmicheck_unknown_handler_called(unsigned int handler)
{
	enum unknown_chain chain = nmi->machine->platform.axes.unknown_chain;
	bool *own_source = &nmi->machine->hardware->own_source;
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
	struct machine *machine = nmi->machine;

	present_run()->claimed_port = is_io_check ? SOURCE_IOCHK : SOURCE_SERR;
	if (machine->platform.axes.reason_port == PORT_GREEDY)
		return 1;
	if (is_io_check)
		machine->port.iochk = false;
	else
		machine->port.serr = false;
	return 1;
}

unsigned char nmicheck_reason(void)
{
	const struct port *port = &nmi->machine->port;

	arrive_the_rest();
	if (nmi->machine->platform.held_lock)
		steps_stand((struct position){ .at = AT_PORT });
	return (unsigned char)(port->serr << 7 | port->iochk << 6 | port->iochk_off << 3 |
			       port->serr_off << 2);
}

void nmicheck_outb(unsigned char value, unsigned short number)
{
	struct port *port = &nmi->machine->port;

	if (number != 0x61)
		nmicheck_die("nmi.c writes an I/O port that is not 0x61");
	/* A line that is disabled is cleared, and stays so. */
	port->serr_off = value >> 2 & 1;
	port->iochk_off = value >> 3 & 1;
	port->serr = port->serr && !port->serr_off;
	port->iochk = port->iochk && !port->iochk_off;
}

static void begin(struct machine *machine, const struct arrival *arrivals, size_t count)
{
	nmi->machine = machine;
	nmi->arrivals = arrivals;
	nmi->count = count;
	nmi->next = 0;
	nmi->begun = 0;
	nmi->ended = 0;
	nmi->nested = 0;
	machine->hardware->unblocked = false;
	nmi->refused = count;
	machine->hardware->pending = machine->hardware->second_pending;
	machine->hardware->second_pending = false;
}

/* A kernel that has panicked boots again, and a handler that was to take all NMIs still is. */
static void boot_again(struct machine *machine)
{
	bool summoned = machine->hardware->summoned;

	machine_summon(machine, false);
	environment_boot_again(machine->platform.kernel);
	machine_summon(machine, summoned);
}

/* From exc_nmi to its end. */
static void take(struct machine *machine)
{
	unsigned long ip = place_address(machine->hardware->rip);

	/* NMIs nest in exc_nmi where the outer one comes from user mode; else before it is called. */
	if (!environment_take_nmi(machine->platform.kernel, ip,
				  machine->platform.axes.nesting || place_is_of_users(ip),
				  machine->platform.axes.panic != PANIC_NEVER)) {
		nmicheck_run_ends();
		present_run()->outcome = PANIC;
		machine->hardware->panicked = true;
		/* Of several CPUs the others stand where they are: all begin anew. */
		if (machine->platform.cpus == 1)
			boot_again(machine);
	}
	if (nmi->begun == 0) {
		/* A kernel that did not look at the NMI at all. */
		nmicheck_run_begins();
		nmicheck_run_ends();
	}
}

void dispatch_in_steps(struct machine *machine)
{
	begin(machine, NULL, 0);
	take(machine);
}

bool dispatch(struct machine *machine, const struct arrival *arrivals, size_t count,
	      struct nmi_result *result)
{
	struct hardware before = *machine->hardware;
	struct port port_before = machine->port;

	environment_save();
	begin(machine, arrivals, count);
	take(machine);
	if (nmi->next < count && nmi->refused == count) {
		nmi->refused = nmi->next;
		nmi->why = "an arrival is for a run that does not happen";
	}
	*result = (struct nmi_result){ nmi->runs, nmi->begun, nmi->refused, nmi->why };
	if (nmi->refused < count) {
		machine_summon(machine, before.summoned);
		*machine->hardware = before;
		machine->port = port_before;
		environment_restore();
		return false;
	}
	return true;
}
