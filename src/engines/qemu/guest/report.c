// SPDX-License-Identifier: MIT OR GPL-2.0
/*
 * Tells the host what was seen: one line a frame,
 *
 *   @nmicheck <frame, from 0> <bytes of JSON> <CRC-32 of the JSON, hexadecimal> <JSON>
 *
 * with a line feed before it, so that nothing else can be taken for a part of it.
 */
#include <linux/crc32.h>
#include <linux/kernel.h>
#include <linux/utsname.h>
#include "nmicheck.h"

static char json[32768];
static size_t length;
static unsigned int frame;

static __printf(1, 2) void add(const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	length += vscnprintf(json + length, sizeof(json) - length, format, arguments);
	va_end(arguments);
}

static void send(void)
{
	char head[48];
	u32 crc = ~crc32_le(~0, json, length);
	size_t size = scnprintf(head, sizeof(head), "\n@nmicheck %u %zu %08x ", frame++, length, crc);

	line_write(head, size);
	line_write(json, length);
	line_write("\n", 1);
	length = 0;
}

void report_ready(bool folds)
{
	add("{\"ready\":true,\"release\":\"%s\",\"folds\":%s}", utsname()->release,
	    folds ? "true" : "false");
	send();
}

/* Addresses are told relative to the first place. */
static void add_seen(const struct trace *trace, const struct seen *seen)
{
	unsigned int i;

	add("{\"ip\":%ld,\"called\":%u,\"claimed\":[", (long)(seen->ip - place_address(1)), seen->called);
	for (i = 0; i < trace->handlers; i++)
		add(i ? ",%u" : "%u", seen->claimed[i]);
	add("],\"unknown\":%u", seen->unknown);
	if (unknown_handlers(trace) > 0) {
		add(",\"claimedUnknown\":[");
		for (i = 0; i < unknown_handlers(trace); i++)
			add(i ? ",%u" : "%u", seen->claimed_unknown[i]);
		add("]");
	}
	if (seen->nested)
		add(",\"nested\":%u", seen->nested);
	if (seen->disordered)
		add(",\"disordered\":true");
	if (seen->unasked)
		add(",\"unasked\":true");
	add("}");
}

void report_trace(const struct trace *trace, unsigned int number)
{
	unsigned int nmis = min_t(unsigned int, observation.nmis, MAX_NMIS + 1);
	unsigned int i;

	add("{\"trace\":%u,\"nmis\":[", number);
	for (i = 0; i < nmis; i++) {
		if (i)
			add(",");
		add_seen(trace, &observation.seen[i]);
	}
	add("],\"uhhuh\":%u", observation.uhhuh);
	if (observation.panicked)
		add(",\"panicked\":true");
	add("}");
	send();
}

void report_latch(unsigned int depth, u64 cycles)
{
	add("{\"latch\":{\"depth\":%u,\"cycles\":%llu}}", depth, cycles);
	send();
}

void report_done(unsigned int traces)
{
	add("{\"done\":%u}", traces);
	send();
}

void report_error(const char *what, int code)
{
	add("{\"error\":\"%s\",\"code\":%d}", what, code);
	send();
}
