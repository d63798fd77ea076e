/* What a request sets of the state of the machine and its kernel. */
#include "state_change.h"

#include "answers.h"

bool is_place(const struct machine *machine, long long rip)
{
	return rip <= (long long)machine->platform.rips;
}

/* Whether the status bits given are those of the chain. */
static bool fits_chain(const struct machine *machine, const struct state_change *set)
{
	if (set->handlers != machine->platform.handlers)
		return false;
	for (size_t i = 0; i < set->handlers; i++) {
		if (set->slots[i] != machine->platform.slots[i])
			return false;
	}
	return true;
}

/* The fields of "set" that the machine has, by its axes. */
static unsigned int settable(const struct machine *machine)
{
	const struct axes *axes = &machine->platform.axes;

	return FIELD_RIP | FIELD_LAST_NMI_RIP | FIELD_SWALLOW_NMI | FIELD_ACTIVE | FIELD_PENDING |
	       (axes->latch_depth == LATCH_1 ? 0 : FIELD_SECOND_PENDING) |
	       (axes->lvtpc == LVTPC_UNMASKED ? 0 : FIELD_LVTPC_MASKED) |
	       (axes->reason_port ? FIELD_SERR | FIELD_IOCHK | FIELD_SERR_OFF | FIELD_IOCHK_OFF : 0) |
	       (axes_have_own_source(axes) ? FIELD_OWN_SOURCE : 0) |
	       (axes_are_late(axes) ? FIELD_IN_FLIGHT : 0) | (axes_forgive(axes) ? FIELD_FORGIVES : 0) |
	       (axes->front_handler == FRONT_NONE ? 0 : FIELD_SUMMONED) |
	       (axes->panic == PANIC_NEVER ? 0 : FIELD_PANICKED);
}

static void set_hardware(struct hardware *hardware, struct port *port,
			 const struct state_change *set)
{
	if (set->fields & FIELD_PENDING)
		hardware->pending = set->pending;
	if (set->fields & FIELD_SECOND_PENDING)
		hardware->second_pending = set->second_pending;
	if (set->fields & FIELD_LVTPC_MASKED)
		hardware->lvtpc_masked = set->lvtpc_masked;
	if (set->fields & FIELD_SERR)
		port->serr = set->serr;
	if (set->fields & FIELD_IOCHK)
		port->iochk = set->iochk;
	if (set->fields & FIELD_SERR_OFF)
		port->serr_off = set->serr_off;
	if (set->fields & FIELD_IOCHK_OFF)
		port->iochk_off = set->iochk_off;
	if (set->fields & FIELD_OWN_SOURCE)
		hardware->own_source = set->own_source;
	if (set->fields & FIELD_PANICKED)
		hardware->panicked = set->panicked;
	if (set->fields & FIELD_IN_FLIGHT)
		hardware->in_flight = set->in_flight;
	if (set->fields & FIELD_FORGIVES)
		hardware->forgives = set->forgives;
}

static void set_active(struct machine *machine, const struct state_change *set)
{
	for (unsigned int handler = 0; handler < machine->platform.handlers; handler++) {
		for (unsigned int slot = 0; slot < machine->platform.slots[handler]; slot++)
			machine_set_active(machine, handler, slot, set->active[handler] >> slot & 1);
	}
}

bool change_state(struct machine *machine, const struct request *request)
{
	const struct state_change *set = &request->set;
	const struct nmicheck_kernel *kernel = machine->platform.kernel;

	if ((set->fields & FIELD_RIP && !is_place(machine, set->rip)) ||
	    (set->fields & FIELD_LAST_NMI_RIP && set->last_nmi_rip != 0 &&
	     !is_place(machine, set->last_nmi_rip))) {
		refuse(request, "range", "no such rip");
		return false;
	}
	if (set->fields & ~settable(machine)) {
		refuse(request, "unsupported", "the machine was set up without the axis of what is set");
		return false;
	}
	if (set->fields & FIELD_ACTIVE && !fits_chain(machine, set)) {
		refuse(request, "range", "active does not have the handlers and slots of the chain");
		return false;
	}
	if (set->fields & FIELD_SWALLOW_NMI && set->swallow_nmi && !kernel->keeps_swallow_nmi) {
		refuse(request, "unsupported", "this policy keeps no swallow_nmi");
		return false;
	}
	if (set->fields & FIELD_PANICKED && !set->panicked && machine->hardware->panicked &&
	    machine->platform.cpus > 1) {
		refuse(request, "unsupported", "after a panic several CPUs begin anew with `reset`");
		return false;
	}
	if (set->fields & FIELD_RIP)
		machine->hardware->rip = (unsigned int)set->rip;
	if (set->fields & FIELD_LAST_NMI_RIP)
		machine_set_last_nmi_rip(machine, (unsigned int)set->last_nmi_rip);
	if (set->fields & FIELD_SWALLOW_NMI)
		kernel->set_swallow_nmi(set->swallow_nmi);
	if (set->fields & FIELD_ACTIVE)
		set_active(machine, set);
	if (set->fields & FIELD_SUMMONED)
		machine_summon(machine, set->summoned);
	set_hardware(machine->hardware, &machine->port, set);
	return true;
}
