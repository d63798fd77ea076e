/*
 * AddressSanitizer ends its report with a page about its own memory. Who keeps only the last lines
 * of an engine's standard error shall see the finding: it is repeated at the very end. And the
 * replies to the requests before the one it happened in are written, so that it is told which.
 */
#ifdef __SANITIZE_ADDRESS__

#include <stdio.h>
#include <sanitizer/common_interface_defs.h>

#include "output.h"

static char summary[1024];

static void at_the_end(void)
{
	output_flush();
	if (summary[0])
		fprintf(stderr, "%s\n", summary);
}

/* The sanitizer calls this with the line that sums up its finding. */
void __sanitizer_report_error_summary(const char *text)
{
	snprintf(summary, sizeof(summary), "%s", text);
}

/* UndefinedBehaviorSanitizer has a runtime of its own, which calls this before it ends the engine. */
void __ubsan_on_report(void)
{
	output_flush();
}

__attribute__((constructor)) static void ask_for_the_end(void)
{
	__sanitizer_set_death_callback(at_the_end);
}

#else

/* A C file is not empty. */
typedef int nothing_to_sanitize;

#endif
