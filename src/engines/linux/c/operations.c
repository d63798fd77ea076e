/* The operations of nmicheck.engine/1 on the one machine, but for those in step_operations.c. */
#include "operations.h"

#include <stdio.h>

#include "answers.h"
#include "front_operations.h"
#include "kernels.h"
#include "machine.h"
#include "output.h"
#include "pmu_operations.h"
#include "request.h"
#include "state_change.h"
#include "step_operations.h"
#include "steps.h"

static const char PROTOCOL[] = "nmicheck.engine/1";

static struct machine machine;
static bool said_bye;

static void hello(const struct request *request)
{
	if (!json_is(&request->protocol, PROTOCOL)) {
		refuse(request, "protocol", "this engine speaks nmicheck.engine/1 only");
		return;
	}
	answer(request);
	output_text(",\"protocol\":\"nmicheck.engine/1\",\"name\":\"linux\",\"version\":");
	output_quoted(kernels_version);
	output_text(",\"policies\":[");
	for (size_t i = 0; kernels[i]; i++) {
		output_text(i ? "," : "");
		output_quoted(kernels[i]->policy);
	}
	output_text("],\"platforms\":[\"ideal\",\"sticky\",\"shadow\",\"sticky+shadow\"],\"cpus\":");
	output_number(NMICHECK_CPUS);
	output_text(",\"axes\":[");
	for (size_t i = 0; axis_name(i); i++) {
		output_text(i ? "," : "");
		output_quoted(axis_name(i));
	}
	output_text("]");
	end_answer();
}

static const struct nmicheck_kernel *kernel_for(const struct json_text *policy)
{
	for (size_t i = 0; kernels[i]; i++) {
		if (json_is(policy, kernels[i]->policy))
			return kernels[i];
	}
	return NULL;
}

static void setup(const struct request *request)
{
	struct platform platform = {
		.kernel = kernel_for(&request->policy),
		.sticky = request->sticky,
		.shadow = request->shadow,
		.axes = request->axes,
		.shared = request->shared,
		.exclusive = request->exclusive,
		.held_lock = request->held_lock,
	};

	if (!platform.kernel) {
		refuse(request, "unsupported", "no nmi.c was compiled for this policy");
		return;
	}
	if (request->has_unknown_axis) {
		refuse(request, "unsupported",
		       "no such axis, or no such value of one; nmi-source (FRED) is in no nmi.c yet");
		return;
	}
	const char *in_front = what_is_not_in_front(platform.kernel, request->axes.front_handler);
	if (in_front) {
		refuse(request, "unsupported", in_front);
		return;
	}
	if (request->cpus > NMICHECK_CPUS) {
		refuse(request, "unsupported", "this engine has at most 4 CPUs");
		return;
	}
	if (request->cpus == 1 && (request->shared != SHARED_NONE || request->held_lock)) {
		refuse(request, "unsupported", "one CPU shares nothing");
		return;
	}
	if (request->exclusive && request->shared == SHARED_NONE) {
		refuse(request, "unsupported", "only the handler of a shared source is exclusive");
		return;
	}
	if (request->rips > MAX_RIPS) {
		refuse(request, "unsupported", "this engine has at most 1048576 rips");
		return;
	}
	if (request->chain_length > NMICHECK_HANDLERS) {
		refuse(request, "unsupported", "this engine has at most 16 handlers");
		return;
	}
	for (size_t i = 0; i < request->chain_length; i++) {
		if (request->chain[i] > MAX_SLOTS) {
			refuse(request, "unsupported", "this engine has at most 64 slots a handler");
			return;
		}
		platform.slots[i] = (unsigned int)request->chain[i];
	}
	platform.handlers = (unsigned int)request->chain_length;
	platform.rips = (unsigned int)request->rips;
	platform.cpus = (unsigned int)request->cpus;
	machine_setup(&machine, &platform);
	answer(request);
	end_answer();
}

/* What a request names is not negative, and a place not 0: it would not have been read. */
static bool is_slot(long long handler, long long slot)
{
	return handler < (long long)machine.platform.handlers &&
	       slot < (long long)machine.platform.slots[handler];
}

static void raise_event(const struct request *request)
{
	if (!is_slot(request->handler, request->slot)) {
		refuse(request, "range", "no such handler or slot");
		return;
	}
	unsigned int handler = (unsigned int)request->handler;
	unsigned int slot = (unsigned int)request->slot;
	bool is_shared = machine_is_shared(&machine, handler, slot);
	if ((is_shared || !machine.platform.sticky) && machine_is_active(&machine, handler, slot)) {
		refuse(request, "order",
		       is_shared ? "the source that the CPUs share is active already"
				 : "the slot is active already, and the platform is not sticky");
		return;
	}
	machine_raise(&machine, handler, slot);
	answer(request);
	end_answer();
}

/* Whether the machine has the source, by its axes. */
static bool has_source(enum source source)
{
	switch (source) {
	case SOURCE_SERR:
	case SOURCE_IOCHK:
		return machine.platform.axes.reason_port;
	case SOURCE_SUMMONS:
		return has_summons(&machine);
	case SOURCE_OWN:
		return axes_have_own_source(&machine.platform.axes);
	default:
		return true;
	}
}

static void external(const struct request *request)
{
	if (!has_source(request->source)) {
		refuse(request, "unsupported", "the machine was set up without the axis of this source");
		return;
	}
	const char *why = machine_external(&machine, request->source);
	if (why) {
		refuse(request, "order", why);
		return;
	}
	answer(request);
	end_answer();
}

/* Whether the CPU runs outside of NMI context; refuses otherwise. */
static bool runs_outside(const struct request *request)
{
	if (steps_position(nmicheck_cpu).at != AT_RUN) {
		refuse(request, "order", "the CPU is in NMI context");
		return false;
	}
	if (machine.hardware->pending && !machine.platform.shadow) {
		refuse(request, "order", "an NMI is pending, and the platform is not shadow");
		return false;
	}
	return true;
}

static void touch(const struct request *request)
{
	if (!machine.platform.axes.touch) {
		refuse(request, "unsupported", "the machine was set up without the axis touch");
		return;
	}
	if (!runs_outside(request))
		return;
	machine.platform.kernel->touch();
	answer(request);
	end_answer();
}

static void execute(const struct request *request)
{
	if (!is_place(&machine, request->rip)) {
		refuse(request, "range", "no such rip");
		return;
	}
	if (!runs_outside(request))
		return;
	machine.hardware->rip = (unsigned int)request->rip;
	answer(request);
	end_answer();
}

/* What is wrong with an arrival on this machine, whatever the moment; null if nothing. */
static const char *what_is_unsupported(const struct arrival *arrival)
{
	bool nests = arrival->event == ARRIVAL_FAULT || arrival->event == ARRIVAL_NEST ||
		     arrival->run > 0;

	if (arrival->event == ARRIVAL_EXTERNAL && !has_source(arrival->source))
		return "the machine was set up without the axis of an arrival's source";
	if (nests && !machine.platform.axes.nesting)
		return "the machine was set up without the axis nesting";
	if ((arrival->event == ARRIVAL_VANISH && !axes_lose_status(&machine.platform.axes)) ||
	    (arrival->event == ARRIVAL_ARRIVE && !axes_are_late(&machine.platform.axes)))
		return "the machine was set up without the axis pmu that has an arrival's event";
	return NULL;
}

static void nmi(const struct request *request)
{
	struct nmi_result result;

	if (machine.platform.cpus > 1) {
		refuse(request, "unsupported",
		       "with several CPUs an NMI is taken in steps: `deliver`, `poll`, `decide`");
		return;
	}
	for (size_t i = 0; i < request->arrival_count; i++) {
		const struct arrival *arrival = &request->arrivals[i];
		if (arrival->event == ARRIVAL_RAISE && !is_slot(arrival->handler, arrival->slot)) {
			refuse(request, "range", "an arrival has no such handler or slot");
			return;
		}
		const char *unsupported = what_is_unsupported(arrival);
		if (unsupported) {
			refuse(request, "unsupported", unsupported);
			return;
		}
	}
	if (!machine.hardware->pending) {
		refuse(request, "order", "no NMI is pending");
		return;
	}
	if (!dispatch(&machine, request->arrivals, request->arrival_count, &result)) {
		refuse(request, "order", result.why);
		return;
	}
	answer(request);
	output_text(",");
	write_run(&machine, &result.runs[0]);
	if (result.count > 1) {
		output_text(",\"reruns\":[");
		for (size_t i = 1; i < result.count; i++) {
			output_text(i > 1 ? ",{" : "{");
			write_run(&machine, &result.runs[i]);
			output_text("}");
		}
		output_text("]");
	}
	write_state(&machine);
	end_answer();
}

static void state(const struct request *request)
{
	if (request->fields & FIELD_SET && steps_position(nmicheck_cpu).at != AT_RUN) {
		refuse(request, "order", "the CPU is in NMI context");
		return;
	}
	if (!change_state(&machine, request))
		return;
	answer(request);
	write_state(&machine);
	end_answer();
}

static void reset(const struct request *request)
{
	machine_reset(&machine);
	answer(request);
	end_answer();
}

static void bye(const struct request *request)
{
	said_bye = true;
	machine_take_down(&machine);
	answer(request);
	end_answer();
}

static const struct operation {
	const char *name;
	/* Fields that the request must have. */
	unsigned int needs;
	bool needs_setup;
	/* Not after a panic. */
	bool needs_life;
	void (*run)(const struct request *request);
	/* In place of `run`: a step of an NMI, or of the PMU. */
	void (*step)(struct machine *machine, const struct request *request);
} operations[] = {
	{ "nmi", FIELD_CPU | FIELD_ARRIVALS, true, true, .run = nmi },
	{ "poll", FIELD_CPU, true, true, .step = poll_step },
	{ "deliver", FIELD_CPU, true, true, .step = deliver_step },
	{ "enter", FIELD_CPU, true, true, .step = enter_step },
	{ "lock", FIELD_CPU, true, true, .step = lock_step },
	{ "decide", FIELD_CPU, true, true, .step = decide_step },
	{ "fault", FIELD_CPU, true, true, .step = fault_step },
	{ "nest", FIELD_CPU, true, true, .step = nest_step },
	{ "state", 0, true, false, .run = state },
	{ "raise", FIELD_CPU | FIELD_HANDLER | FIELD_SLOT, true, true, .run = raise_event },
	{ "execute", FIELD_CPU | FIELD_RIP, true, true, .run = execute },
	{ "external", FIELD_CPU, true, true, .run = external },
	{ "crash", FIELD_CPU, true, true, .step = crash_step },
	{ "touch", FIELD_CPU, true, true, .run = touch },
	{ "vanish", FIELD_CPU, true, true, .step = vanish_step },
	{ "arrive", FIELD_CPU, true, true, .step = arrive_step },
	{ "lapse", FIELD_CPU, true, true, .step = lapse_step },
	{ "reset", 0, true, false, .run = reset },
	{ "setup",
	  FIELD_POLICY | FIELD_CHAIN | FIELD_RIPS | FIELD_STICKY | FIELD_SHADOW | FIELD_CPUS, false,
	  false, .run = setup },
	{ "hello", FIELD_PROTOCOL, false, false, .run = hello },
	{ "bye", 0, false, false, .run = bye },
};

static const struct operation *operation_named(const struct json_text *name)
{
	for (size_t i = 0; i < sizeof(operations) / sizeof(*operations); i++) {
		if (json_is(name, operations[i].name))
			return &operations[i];
	}
	return NULL;
}

/* Why the request cannot be an operation's, or null: a message for the user. */
static const char *what_is_malformed(const struct request *request)
{
	static char message[80];
	const char *field = request->wrong;

	if (!field && !(request->fields & FIELD_ID))
		field = "id";
	if (!field && !(request->fields & FIELD_OP))
		field = "op";
	if (!field)
		return NULL;
	snprintf(message, sizeof(message), "%s is missing, or not as the protocol has it", field);
	return message;
}

/* Makes the CPU that the request names the present one; false if there is no such CPU. */
static bool chooses_cpu(const struct request *request)
{
	if (!machine.platform.kernel)
		return true;
	unsigned int cpu = request->fields & FIELD_CPU ? (unsigned int)request->cpu : 0;
	if (request->fields & FIELD_CPU && request->cpu >= (long long)machine.platform.cpus)
		return false;
	machine_on_cpu(&machine, cpu);
	return true;
}

bool serve(const char *line)
{
	struct request request;

	if (!request_read(&request, line)) {
		/* What was read before the line broke off is not to be trusted. */
		request.fields = 0;
		refuse(&request, "malformed", "the line is not a JSON object");
		return true;
	}
	const char *malformed = what_is_malformed(&request);
	const struct operation *operation = operation_named(&request.op);
	if (malformed)
		refuse(&request, "malformed", malformed);
	else if (!operation)
		refuse(&request, "unsupported", "no such operation");
	else if ((request.fields & operation->needs) != operation->needs)
		refuse(&request, "malformed", "a field of this operation is missing");
	else if (operation->needs_setup && !machine.platform.kernel)
		refuse(&request, "order", "setup comes first");
	else if (!chooses_cpu(&request))
		refuse(&request, "range", "no such CPU");
	else if (operation->needs_life && machine_is_down(&machine))
		refuse(&request, "order", "the kernel has panicked: setup, reset, or set its state");
	else if (operation->step)
		operation->step(&machine, &request);
	else
		operation->run(&request);
	return !said_bye;
}
