#include "step_operations.h"

#include "answers.h"
#include "output.h"
#include "steps.h"

/* Whether the CPU stands there; refuses otherwise. */
static bool stands(const struct machine *machine, const struct request *request, int at,
		   const char *otherwise)
{
	if (machine->platform.cpus == 1) {
		refuse(request, "unsupported", "with one CPU an NMI is taken as a whole: `nmi`");
		return false;
	}
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
		refuse(request, "order", "the NMI goes on after its decision");
		return;
	}
	answer(request);
	output_text(",");
	write_run(machine, run);
	write_state(machine);
	end_answer();
}
