/* What is answered to a request. */
#include "answers.h"

#include "output.h"

void answer(const struct request *request)
{
	output_text("{\"id\":");
	output_number(request->id);
	output_text(",\"ok\":true");
}

void end_answer(void)
{
	output_text("}\n");
}

void refuse(const struct request *request, const char *code, const char *message)
{
	output_text("{\"id\":");
	if (request->fields & FIELD_ID)
		output_number(request->id);
	else
		output_text("null");
	output_text(",\"ok\":false,\"error\":{\"code\":\"");
	output_text(code);
	output_text("\",\"message\":");
	output_quoted(message);
	output_text("}}\n");
}

static void write_flag(const char *name, bool value)
{
	output_text(",\"");
	output_text(name);
	output_text(value ? "\":true" : "\":false");
}

void write_state(const struct machine *machine)
{
	const struct platform *platform = &machine->platform;
	unsigned int last = machine_last_nmi_rip(machine);

	output_text(",\"state\":{\"rip\":");
	output_number(machine->hardware->rip);
	output_text(",\"lastNmiRip\":");
	if (last == 0)
		output_text("null");
	else
		output_number(last);
	output_text(",\"swallowNmi\":");
	output_text(platform->kernel->swallow_nmi() ? "true" : "false");
	output_text(",\"active\":[");
	for (unsigned int handler = 0; handler < platform->handlers; handler++) {
		output_text(handler ? ",[" : "[");
		for (unsigned int slot = 0; slot < platform->slots[handler]; slot++) {
			output_text(slot ? "," : "");
			output_text(machine_is_active(machine, handler, slot) ? "true" : "false");
		}
		output_text("]");
	}
	output_text("]");
	write_flag("pending", machine->hardware->pending);
	if (platform->axes.latch_depth != LATCH_1)
		write_flag("secondPending", machine->hardware->second_pending);
	if (platform->axes.lvtpc != LVTPC_UNMASKED)
		write_flag("lvtpcMasked", machine->hardware->lvtpc_masked);
	if (platform->axes.reason_port) {
		write_flag("serr", machine->port.serr);
		write_flag("iochk", machine->port.iochk);
		write_flag("serrOff", machine->port.serr_off);
		write_flag("iochkOff", machine->port.iochk_off);
	}
	if (axes_have_own_source(&platform->axes))
		write_flag("ownSource", machine->hardware->own_source);
	if (platform->axes.front_handler != FRONT_NONE)
		write_flag("summoned", machine->hardware->summoned);
	if (platform->axes.panic != PANIC_NEVER)
		write_flag("panicked", machine->hardware->panicked);
	if (axes_are_late(&platform->axes))
		write_flag("inFlight", machine->hardware->in_flight);
	if (axes_forgive(&platform->axes))
		write_flag("forgives", machine->hardware->forgives);
	output_text("}");
}

static void write_counts(const char *name, const unsigned int *counts, unsigned int length)
{
	output_text("\"");
	output_text(name);
	output_text("\":[");
	for (unsigned int i = 0; i < length; i++) {
		output_text(i ? "," : "");
		output_number(counts[i]);
	}
	output_text("]");
}

void write_run(const struct machine *machine, const struct run *run)
{
	static const char *const outcomes[] = {
		[HANDLED] = "handled",
		[UNKNOWN] = "unknown",
		[SWALLOWED] = "swallowed",
		[EXTERNAL] = "external",
		[CLAIMED_UNKNOWN] = "claimed-unknown",
		[PANIC] = "panic",
	};

	write_counts("claimed", run->claimed, machine->platform.handlers);
	output_text(",\"outcome\":\"");
	output_text(outcomes[run->outcome]);
	output_text("\"");
	if (machine_unknown_handlers(machine) > 0) {
		output_text(",");
		write_counts("claimedUnknown", run->claimed_unknown, machine_unknown_handlers(machine));
	}
	if (run->reason != SOURCE_UNKNOWN)
		output_text(run->reason == SOURCE_SERR ? ",\"reason\":\"serr\"" : ",\"reason\":\"iochk\"");
}

void write_position(struct position position)
{
	static const char *const names[] = {
		[AT_RUN] = "run",
		[AT_ENTER] = "enter",
		[AT_POLLING] = "polling",
		[AT_DECIDE] = "decide",
		[AT_PORT] = "port",
	};

	output_text(",\"position\":{\"at\":\"");
	output_text(names[position.at]);
	output_text("\"");
	if (position.at == AT_ENTER || position.at == AT_POLLING) {
		output_text(",\"handler\":");
		output_number(position.handler);
	}
	if (position.at == AT_POLLING) {
		output_text(",\"slot\":");
		output_number(position.slot);
	}
	output_text("}");
}
