/*
 * The engine: reads requests of nmicheck.engine/1 on standard input and answers each on standard
 * output, in order, until "bye" or the end of the input.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "crash.h"
#include "environment.h"
#include "operations.h"
#include "output.h"

/* Input that has been read and not yet been served; always ends with NUL. */
static struct {
	char *bytes;
	size_t room;
	size_t used;
} input;

/* Reads what there is; false at the end of the input. */
static bool read_more(void)
{
	if (input.used + 1 >= input.room) {
		input.room = input.room ? 2 * input.room : 1 << 16;
		input.bytes = realloc(input.bytes, input.room);
		if (!input.bytes)
			nmicheck_die("out of memory");
	}
	for (;;) {
		ssize_t count =
			read(STDIN_FILENO, input.bytes + input.used, input.room - input.used - 1);
		if (count < 0 && errno == EINTR)
			continue;
		if (count < 0)
			perror("nmi.c: standard input");
		if (count <= 0)
			return false;
		input.used += (size_t)count;
		input.bytes[input.used] = '\0';
		return true;
	}
}

static bool is_blank(const char *line)
{
	return line[strspn(line, " \t\r")] == '\0';
}

/* Serves the whole lines and keeps the beginning of the next one; false once one was "bye". */
static bool serve_lines(void)
{
	bool open = true;
	char *line = input.bytes;
	char *end = input.bytes + input.used;
	char *newline;

	while (open && (newline = memchr(line, '\n', (size_t)(end - line)))) {
		/* A NUL within the line would hide the rest of it: no JSON has one. */
		char *nul = memchr(line, '\0', (size_t)(newline - line));
		if (nul)
			*nul = '\1';
		*newline = '\0';
		if (!is_blank(line))
			open = serve(line);
		line = newline + 1;
	}
	input.used = (size_t)(end - line);
	memmove(input.bytes, line, input.used + 1);
	return open;
}

int main(void)
{
	bool open = true;

	environment_start();
	crash_prepare();
	/* Replies wait in a buffer as long as there is input to serve. */
	while (open && read_more()) {
		crash_watch();
		open = serve_lines();
		crash_unwatch();
		output_flush();
	}
	/* The last line may end with the input. */
	if (open && input.used > 0 && !is_blank(input.bytes))
		serve(input.bytes);
	output_flush();
	return 0;
}
