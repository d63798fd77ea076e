#include "machine.h"

#include "dispatch.h"
#include "environment.h"
#include "places.h"
#include "steps.h"

void machine_on_cpu(struct machine *machine, unsigned int cpu)
{
	machine->hardware = &machine->cpus[cpu];
	dispatch_on_cpu(cpu);
	if (cpu != nmicheck_cpu)
		environment_on_cpu(cpu);
}

/* Nobody is summoned any more: not where there was a machine before, either. */
static void forget_summons(struct machine *machine)
{
	if (machine->hardware)
		machine_summon(machine, false);
}

void machine_reset(struct machine *machine)
{
	forget_summons(machine);
	for (unsigned int cpu = 0; cpu < NMICHECK_CPUS; cpu++)
		machine->cpus[cpu] = (struct hardware){ .rip = 1 };
	machine->port = (struct port){ 0 };
	machine->holder = -1;
	machine->crashing = -1;
	steps_drop();
	environment_drop_nmis();
	environment_boot();
	machine_on_cpu(machine, 0);
}

static bool has_port_handlers(const struct platform *platform)
{
	return platform->axes.reason_port == PORT_KNOWN || platform->axes.reason_port == PORT_GREEDY;
}

void machine_take_down(struct machine *machine)
{
	forget_summons(machine);
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
	environment_take_down();
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
	environment_set_up();
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
	return machine->hardware->active[handler] >> slot & 1;
}

bool machine_is_shared(const struct machine *machine, unsigned int handler, unsigned int slot)
{
	const struct platform *platform = &machine->platform;

	return platform->shared != SHARED_NONE && handler + 1 == platform->handlers && slot == 0;
}

bool machine_is_down(const struct machine *machine)
{
	for (unsigned int cpu = 0; cpu < machine->platform.cpus; cpu++) {
		if (machine->cpus[cpu].panicked)
			return true;
	}
	return false;
}

static void set_bit(struct hardware *hardware, unsigned int handler, unsigned int slot, bool active)
{
	if (active)
		hardware->active[handler] |= 1ULL << slot;
	else
		hardware->active[handler] &= ~(1ULL << slot);
}

void machine_set_active(struct machine *machine, unsigned int handler, unsigned int slot, bool active)
{
	if (!machine_is_shared(machine, handler, slot)) {
		set_bit(machine->hardware, handler, slot, active);
		return;
	}
	for (unsigned int cpu = 0; cpu < machine->platform.cpus; cpu++)
		set_bit(&machine->cpus[cpu], handler, slot, active);
}

/*
 * An edge comes to the latch: outside of NMI context a deep one keeps a second. A hypervisor may lose
 * one that comes while NMIs are blocked.
 */
static void edge(struct machine *machine)
{
	struct hardware *hardware = machine->hardware;

	if (machine->platform.axes.nmi_injection == INJECTION_DROPS && nmicheck_in_nmi &&
	    !hardware->unblocked)
		return;
	if (machine->platform.axes.latch_depth == LATCH_2 && hardware->pending && !nmicheck_in_nmi)
		hardware->second_pending = true;
	hardware->pending = true;
}

void machine_raise(struct machine *machine, unsigned int handler, unsigned int slot)
{
	struct hardware *hardware = machine->hardware;

	machine_set_active(machine, handler, slot, true);
	if (machine_is_shared(machine, handler, slot)) {
		unsigned int to = machine->platform.shared == SHARED_ALL ? machine->platform.cpus : 1;
		unsigned int here = nmicheck_cpu;
		for (unsigned int cpu = 0; cpu < to; cpu++) {
			machine_on_cpu(machine, cpu);
			edge(machine);
		}
		machine_on_cpu(machine, here);
		return;
	}
	if (handler == 0 && machine->platform.axes.lvtpc != LVTPC_UNMASKED) {
		if (hardware->lvtpc_masked)
			return;
		hardware->lvtpc_masked = true;
	}
	if (handler == 0 && axes_are_late(&machine->platform.axes)) {
		hardware->in_flight = true;
		return;
	}
	edge(machine);
}

const char *machine_arrive(struct machine *machine)
{
	if (!machine->hardware->in_flight)
		return "no edge is on its way";
	machine->hardware->in_flight = false;
	edge(machine);
	return NULL;
}

const char *machine_vanish(struct machine *machine)
{
	struct hardware *hardware = machine->hardware;
	bool stopped = machine->platform.axes.pmu == PMU_STOPPED;

	if (stopped && nmicheck_in_nmi)
		return "the events of handler 0 are not stopped within an NMI";
	if (machine_is_shared(machine, 0, 0))
		return "handler 0 is that of the source that all CPUs share";
	if (!hardware->active[0] && (!stopped || hardware->forgives))
		return "no status bit of handler 0 stands";
	hardware->active[0] = 0;
	hardware->forgives = stopped;
	return NULL;
}

const char *machine_lapse(struct machine *machine)
{
	struct hardware *hardware = machine->hardware;

	if (!hardware->forgives)
		return "handler 0 claims no more than its events";
	if (hardware->in_flight || hardware->pending)
		return "no edge is later than the window is long";
	hardware->forgives = false;
	return NULL;
}

void machine_summon(struct machine *machine, bool summoned)
{
	const struct platform *platform = &machine->platform;

	if (platform->axes.front_handler != FRONT_EMERGENCY) {
		machine->hardware->summoned = summoned;
		return;
	}
	/* The kernel warns of a handler that is set already. */
	if (summoned != machine->hardware->summoned)
		platform->kernel->set_emergency_handler(summoned);
	for (unsigned int cpu = 0; cpu < platform->cpus; cpu++)
		machine->cpus[cpu].summoned = summoned;
}

/* An edge comes to each CPU, but for one, or for none where that is -1. */
static void edge_to_all_but(struct machine *machine, int but)
{
	unsigned int here = nmicheck_cpu;

	for (unsigned int cpu = 0; cpu < machine->platform.cpus; cpu++) {
		if ((int)cpu == but)
			continue;
		machine_on_cpu(machine, cpu);
		edge(machine);
	}
	machine_on_cpu(machine, here);
}

const char *machine_summon_all(struct machine *machine)
{
	for (unsigned int cpu = 0; cpu < machine->platform.cpus; cpu++) {
		if (machine->cpus[cpu].summoned)
			return "a CPU was summoned already, and has not come";
		if (machine->cpus[cpu].in_rendezvous)
			return "a CPU is in the handler of the update before";
	}
	for (unsigned int cpu = 0; cpu < machine->platform.cpus; cpu++)
		machine->cpus[cpu].summoned = true;
	edge_to_all_but(machine, -1);
	return NULL;
}

bool machine_awaits_cpus(const struct machine *machine)
{
	for (unsigned int cpu = 0; cpu < machine->platform.cpus; cpu++) {
		const struct hardware *hardware = &machine->cpus[cpu];
		if (hardware->summoned && (hardware->pending || hardware->nested))
			return true;
	}
	return false;
}

const char *machine_crash(struct machine *machine)
{
	if (machine->crashing >= 0)
		return "the kernel crashes already";
	machine->crashing = (int)nmicheck_cpu;
	machine_summon(machine, true);
	edge_to_all_but(machine, machine->crashing);
	return NULL;
}

const char *machine_external(struct machine *machine, enum source source)
{
	if (source == SOURCE_SUMMONS && machine->platform.cpus > 1)
		return machine_summon_all(machine);

	struct hardware *hardware = machine->hardware;
	struct port *port = &machine->port;
	bool summoned = hardware->summoned;
	bool *bit = source == SOURCE_SERR ? &port->serr
		  : source == SOURCE_IOCHK ? &port->iochk
		  : source == SOURCE_OWN ? &hardware->own_source
		  : source == SOURCE_SUMMONS ? &summoned
					 : NULL;

	if (bit && *bit)
		return "the source stands already";
	if ((source == SOURCE_SERR && port->serr_off) ||
	    (source == SOURCE_IOCHK && port->iochk_off))
		return "the line is disabled in port 0x61";
	if (bit)
		*bit = true;
	machine_summon(machine, summoned);
	edge(machine);
	return NULL;
}

unsigned int machine_last_nmi_rip(const struct machine *machine)
{
	unsigned long ip = machine->platform.kernel->last_nmi_rip();
	unsigned int rips = machine->platform.rips;

	if (ip == 0)
		return 0;
	unsigned int place = place_at(ip);
	return place == 0 || place > rips ? rips + 1 : place;
}

void machine_set_last_nmi_rip(struct machine *machine, unsigned int place)
{
	machine->platform.kernel->set_last_nmi_rip(place == 0 ? 0 : place_address(place));
}
