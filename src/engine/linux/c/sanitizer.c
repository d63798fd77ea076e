/*
 * AddressSanitizer ends its report with a page about its own memory. Who keeps only the last lines
 * of an engine's standard error shall see the finding: it is repeated at the very end.
 */
#ifdef __SANITIZE_ADDRESS__

#include <stdio.h>
#include <sanitizer/common_interface_defs.h>

static char summary[1024];

static void repeat_summary(void)
{
	if (summary[0])
		fprintf(stderr, "%s\n", summary);
}

/* The sanitizer calls this with the line that sums up its finding. */
void __sanitizer_report_error_summary(const char *text)
{
	snprintf(summary, sizeof(summary), "%s", text);
}

__attribute__((constructor)) static void ask_for_the_end(void)
{
	__sanitizer_set_death_callback(repeat_summary);
}

#else

/* A C file is not empty. */
typedef int nothing_to_sanitize;

#endif
