#include "crash.h"

#include <signal.h>
#include <stddef.h>
#include <string.h>
#include <sys/time.h>
#include <unistd.h>

#include "output.h"

/* Of processor time: an NMI takes microseconds, however busy the computer is. */
enum { SECONDS = 3 };

static void say(const char *text)
{
	if (write(STDERR_FILENO, text, strlen(text)) < 0)
		_exit(74);
}

static void out_of_time(int signal)
{
	(void)signal;
	output_flush();
	say("nmi.c: the NMI does not come to its end: an endless loop\n");
	_exit(70);
}

static void handle(int signal, void (*handler)(int))
{
	struct sigaction action = { .sa_handler = handler, .sa_flags = (int)SA_RESETHAND };

	sigaction(signal, &action, NULL);
}

#ifndef __SANITIZE_ADDRESS__

/* Returns to what crashed, which crashes again: the signal now ends the engine. */
static void crashed(int signal)
{
	(void)signal;
	output_flush();
}

static void handle_crashes(void)
{
	static const int signals[] = { SIGSEGV, SIGBUS, SIGFPE, SIGILL };

	for (size_t i = 0; i < sizeof(signals) / sizeof(*signals); i++)
		handle(signals[i], crashed);
}

#else

static void handle_crashes(void)
{
}

#endif

void crash_prepare(void)
{
	handle(SIGVTALRM, out_of_time);
	handle_crashes();
}

static void set_timer(long seconds)
{
	struct itimerval timer = { .it_value = { .tv_sec = seconds } };

	setitimer(ITIMER_VIRTUAL, &timer, NULL);
}

void crash_watch(void)
{
	set_timer(SECONDS);
}

void crash_unwatch(void)
{
	set_timer(0);
}
