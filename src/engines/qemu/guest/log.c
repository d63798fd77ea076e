// SPDX-License-Identifier: MIT OR GPL-2.0
/*
 * Reads the kernel's log for its words about an unknown NMI. The log itself, not a console: messages
 * from NMI context reach the consoles late.
 */
#include <linux/kmsg_dump.h>
#include <linux/string.h>
#include "nmicheck.h"

static struct kmsg_dump_iter position;
static char line[256];

static bool next_line(void)
{
	size_t length;

	if (!kmsg_dump_get_line(&position, false, line, sizeof(line) - 1, &length))
		return false;
	line[length] = '\0';
	return true;
}

/* Past all that is in the log. */
void log_skip(void)
{
	kmsg_dump_rewind(&position);
	while (next_line())
		;
}

/* How often the kernel said "Uhhuh" since the last look. */
unsigned int log_count_uhhuh(void)
{
	unsigned int count = 0;

	while (next_line())
		if (strstr(line, "Uhhuh. NMI received for unknown reason"))
			count++;
	return count;
}
