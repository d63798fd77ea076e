#include "step_operations.h"

#include "answers.h"
#include "dispatch.h"
#include "output.h"
#include "steps.h"

/* Whether the machine's NMIs are taken in steps; refuses otherwise. */
static bool goes_in_steps(const struct machine *machine, const struct request *request)
{
	if (machine->platform.cpus > 1)
		return true;
	refuse(request, "unsupported", "with one CPU an NMI is taken as a whole: `nmi`");
	return false;
}

/* Whether the CPU stands there; refuses otherwise. */
static bool stands(const struct machine *machine, const struct request *request, int at,
		   const char *otherwise)
{
	if (!goes_in_steps(machine, request))
		return false;
	if ((int)steps_position(nmicheck_cpu).at == at)
		return true;
	refuse(request, "order", otherwise);
	return false;
}

static void answer_position(const struct request *request)
{
	answer(request);
	write_position(steps_position(nmicheck_cpu));
	end_answer();
}

void deliver_step(struct machine *machine, const struct request *request)
{
	if (!stands(machine, request, AT_RUN, "the CPU is in NMI context"))
		return;
	if (!machine->hardware->pending) {
		refuse(request, "order", "no NMI is pending");
		return;
	}
	steps_go(machine);
	answer_position(request);
}

void enter_step(struct machine *machine, const struct request *request)
{
	if (!stands(machine, request, AT_ENTER, "the CPU does not stand before an exclusive handler"))
		return;
	steps_go(machine);
	answer_position(request);
}

void poll_step(struct machine *machine, const struct request *request)
{
	if (!stands(machine, request, AT_POLLING, "the CPU is not where a handler looks at a slot"))
		return;
	steps_go(machine);
	answer_position(request);
}

void lock_step(struct machine *machine, const struct request *request)
{
	if (!stands(machine, request, AT_DECIDE, "the CPU has not come to the end of its walk"))
		return;
	steps_go(machine);
	answer_position(request);
}

void decide_step(struct machine *machine, const struct request *request)
{
	int at = steps_position(nmicheck_cpu).at == AT_PORT ? AT_PORT : AT_DECIDE;

	if (!stands(machine, request, at, "the CPU has not come to the end of its walk"))
		return;
	const struct run *run = steps_go(machine);
	if (!run) {
		refuse(request, "order", "the NMI goes on, and no run of its handlers has ended");
		return;
	}
	answer(request);
	output_text(",");
	write_run(machine, run);
	write_state(machine);
	end_answer();
}

/* What happens within the CPU's NMI, on a machine whose NMIs nest. */
static void happen_within(const struct machine *machine, const struct request *request,
			  const char *(*happen)(void))
{
	if (!goes_in_steps(machine, request))
		return;
	if (!machine->platform.axes.nesting) {
		refuse(request, "unsupported", "the machine was set up without the axis nesting");
		return;
	}
	const char *why = steps_position(nmicheck_cpu).at == AT_RUN ? "the CPU is not in NMI context"
								     : happen();
	if (why) {
		refuse(request, "order", why);
		return;
	}
	answer(request);
	end_answer();
}

void fault_step(struct machine *machine, const struct request *request)
{
	happen_within(machine, request, dispatch_fault);
}

void nest_step(struct machine *machine, const struct request *request)
{
	happen_within(machine, request, dispatch_nest);
}
