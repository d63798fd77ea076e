#include "front_operations.h"

#include "answers.h"
#include "steps.h"

const char *what_is_not_in_front(const struct nmicheck_kernel *kernel, enum front_handler handler)
{
	if (handler == FRONT_EMERGENCY && !kernel->has_emergency)
		return "this nmi.c has no set_emergency_nmi_handler: front-handler=emergency is of Linux 6.15 and later, and of stable kernels that have it from there";
	if (handler == FRONT_RENDEZVOUS && !kernel->has_rendezvous)
		return "this nmi.c has no rendezvous of a microcode update: front-handler=rendezvous is of Linux 6.7 and later";
	return NULL;
}

bool has_summons(const struct machine *machine)
{
	const struct platform *platform = &machine->platform;

	return platform->axes.front_handler == FRONT_RENDEZVOUS ||
	       (platform->axes.front_handler == FRONT_EMERGENCY && platform->cpus == 1);
}

void crash_step(struct machine *machine, const struct request *request)
{
	if (machine->platform.cpus == 1) {
		refuse(request, "unsupported", "with one CPU a crash is an edge of its own: `external`");
		return;
	}
	if (machine->platform.axes.front_handler != FRONT_EMERGENCY) {
		refuse(request, "unsupported",
		       "the machine was set up without the axis front-handler that has this");
		return;
	}
	const char *why = steps_position(nmicheck_cpu).at == AT_RUN ? machine_crash(machine)
								     : "the CPU is in NMI context";
	if (why) {
		refuse(request, "order", why);
		return;
	}
	answer(request);
	end_answer();
}
