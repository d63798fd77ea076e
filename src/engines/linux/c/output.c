#include "output.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static char buffer[1 << 16];
static size_t used;

void output_flush(void)
{
	size_t written = 0;

	while (written < used) {
		ssize_t count = write(STDOUT_FILENO, buffer + written, used - written);
		if (count < 0 && errno == EINTR)
			continue;
		if (count < 0) {
			perror("nmi.c: standard output");
			used = 0;
			exit(74);
		}
		written += (size_t)count;
	}
	used = 0;
}

static void output_bytes(const char *bytes, size_t length)
{
	while (length > 0) {
		if (used == sizeof(buffer))
			output_flush();
		size_t room = sizeof(buffer) - used;
		size_t part = length < room ? length : room;
		memcpy(buffer + used, bytes, part);
		used += part;
		bytes += part;
		length -= part;
	}
}

void output_text(const char *text)
{
	output_bytes(text, strlen(text));
}

void output_number(long long number)
{
	char digits[24];
	size_t at = sizeof(digits);
	unsigned long long rest =
		number < 0 ? 0ULL - (unsigned long long)number : (unsigned long long)number;

	do {
		digits[--at] = (char)('0' + rest % 10);
		rest /= 10;
	} while (rest > 0);
	if (number < 0)
		digits[--at] = '-';
	output_bytes(digits + at, sizeof(digits) - at);
}

void output_quoted(const char *text)
{
	output_text("\"");
	for (; *text; text++) {
		if ((unsigned char)*text >= 0x20 && (unsigned char)*text < 0x7f && *text != '"' && *text != '\\')
			output_bytes(text, 1);
	}
	output_text("\"");
}
