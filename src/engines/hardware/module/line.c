// SPDX-License-Identifier: MIT OR GPL-2.0
/* The line to the user: what was written to /proc/nmicheck, and what is to be read there. */
#include <linux/errno.h>
#include <linux/string.h>
#include "nmicheck.h"
#include "session.h"

char session_asked[SESSION_ASKED];
unsigned int session_asked_length;
char session_told[SESSION_TOLD];
unsigned int session_told_length;

/* The line that was written last; -EBADMSG where there is none. */
int line_read(char *to, unsigned int size)
{
	unsigned int length = session_asked_length;

	session_asked_length = 0;
	if (length == 0)
		return -EBADMSG;
	if (length > size)
		return -E2BIG;
	memcpy(to, session_asked, length);
	return length;
}

/* What there is no room for is lost, and its frame is damaged: whoever reads it sees that. */
void line_write(const char *from, unsigned int size)
{
	if (size > sizeof(session_told) - session_told_length)
		size = sizeof(session_told) - session_told_length;
	memcpy(session_told + session_told_length, from, size);
	session_told_length += size;
}
