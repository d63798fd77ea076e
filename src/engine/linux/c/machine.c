#include "machine.h"

#include "environment.h"

/* Where the kernel's text begins on x86-64; places are 16 bytes apart. */
static const unsigned long TEXT = 0xffffffff81000000UL;

/* The NMI in progress: nmi.c calls the handlers without a word of who is asking. */
static struct {
	struct machine *machine;
	const struct arrival *arrivals;
	size_t count;
	size_t next;
	long long polls;
	unsigned int *claimed;
	/* The first arrival that cannot happen, or `count`. */
	size_t refused;
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

void machine_take_down(struct machine *machine)
{
	for (unsigned int handler = machine->platform.handlers; handler > 0; handler--)
		machine->platform.kernel->unregister_handler(handler - 1);
	machine->platform.handlers = 0;
}

void machine_setup(struct machine *machine, const struct platform *platform)
{
	machine_take_down(machine);
	machine->platform = *platform;
	for (unsigned int handler = 0; handler < platform->handlers; handler++)
		platform->kernel->register_handler(handler);
	machine_reset(machine);
}

bool machine_is_active(const struct machine *machine, unsigned int handler, unsigned int slot)
{
	return machine->hardware.active[handler] >> slot & 1;
}

void machine_raise(struct machine *machine, unsigned int handler, unsigned int slot)
{
	machine->hardware.active[handler] |= 1ULL << slot;
	machine->hardware.pending = true;
}

void machine_external(struct machine *machine)
{
	machine->hardware.pending = true;
}

/* The arrivals that are due before poll number `poll` happen. */
static void arrive(long long poll)
{
	for (; nmi.next < nmi.count && nmi.arrivals[nmi.next].before <= poll; nmi.next++) {
		const struct arrival *arrival = &nmi.arrivals[nmi.next];
		struct machine *machine = nmi.machine;

		if (arrival->external) {
			machine_external(machine);
			continue;
		}
		unsigned int handler = (unsigned int)arrival->handler;
		unsigned int slot = (unsigned int)arrival->slot;
		if (!machine->platform.sticky && machine_is_active(machine, handler, slot) &&
		    nmi.refused == nmi.count)
			nmi.refused = nmi.next;
		machine_raise(machine, handler, slot);
	}
}

int nmicheck_handler_called(unsigned int handler)
{
	struct machine *machine = nmi.machine;
	int claimed = 0;

	for (unsigned int slot = 0; slot < machine->platform.slots[handler]; slot++) {
		arrive(nmi.polls++);
		if (!machine_is_active(machine, handler, slot))
			continue;
		machine->hardware.active[handler] &= ~(1ULL << slot);
		claimed++;
	}
	nmi.claimed[handler] += (unsigned int)claimed;
	return claimed;
}

bool machine_nmi(struct machine *machine, const struct arrival *arrivals, size_t count,
		 unsigned int claimed[NMICHECK_HANDLERS], enum outcome *outcome, size_t *refused)
{
	struct hardware before = machine->hardware;
	unsigned int total = 0;

	environment_save();
	for (unsigned int handler = 0; handler < machine->platform.handlers; handler++)
		claimed[handler] = 0;
	nmi.machine = machine;
	nmi.arrivals = arrivals;
	nmi.count = count;
	nmi.next = 0;
	nmi.polls = 0;
	nmi.claimed = claimed;
	nmi.refused = count;

	machine->hardware.pending = false;
	bool reported = environment_take_nmi(machine->platform.kernel, address_of(machine->hardware.rip));
	/* The rest happens before the decision, which does not look at the hardware. */
	if (count > 0)
		arrive(arrivals[count - 1].before);

	if (nmi.refused < count) {
		*refused = nmi.refused;
		machine->hardware = before;
		environment_restore();
		return false;
	}
	for (unsigned int handler = 0; handler < machine->platform.handlers; handler++)
		total += claimed[handler];
	/* What the kernel says comes first: a correct one never reports an NMI that was claimed. */
	*outcome = reported ? UNKNOWN : total > 0 ? HANDLED : SWALLOWED;
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
