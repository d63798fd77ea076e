#include "pmu_operations.h"

#include "answers.h"
#include "steps.h"

/* Refuses where the machine has another PMU, or where it cannot be now. */
static void happen(struct machine *machine, const struct request *request, bool has,
		   const char *(*step)(struct machine *))
{
	if (!has) {
		refuse(request, "unsupported", "the machine was set up without the axis pmu that has this");
		return;
	}
	const char *why = step(machine);
	if (why) {
		refuse(request, "order", why);
		return;
	}
	answer(request);
	end_answer();
}

void vanish_step(struct machine *machine, const struct request *request)
{
	happen(machine, request, axes_lose_status(&machine->platform.axes), machine_vanish);
}

void arrive_step(struct machine *machine, const struct request *request)
{
	happen(machine, request, axes_are_late(&machine->platform.axes), machine_arrive);
}

void lapse_step(struct machine *machine, const struct request *request)
{
	if (steps_position(nmicheck_cpu).at != AT_RUN) {
		refuse(request, "order", "the CPU is in NMI context");
		return;
	}
	happen(machine, request, machine->platform.axes.pmu == PMU_WINDOW, machine_lapse);
}
