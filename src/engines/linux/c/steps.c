#include "steps.h"

#include <stdlib.h>
#include <ucontext.h>
#ifdef __SANITIZE_ADDRESS__
#include <sanitizer/asan_interface.h>
#include <sanitizer/common_interface_defs.h>
#endif

#include "dispatch.h"

/* Instrumented code takes many times the stack of the kernel's 16 KiB. */
enum { STACK = 1 << 18 };

static struct strand {
	ucontext_t context;
	char *stack;
	struct position position;
} strands[NMICHECK_CPUS];

/* Whoever lets a CPU go on. */
static ucontext_t outside;
/* The machine whose present CPU goes on; null where none does. */
static struct machine *going;

#ifdef __SANITIZE_ADDRESS__

/* The sanitizer is told of each change of stacks. */
static const void *outside_stack;
static size_t outside_size;

static void go_from(ucontext_t *from, const ucontext_t *to, const void *stack, size_t size)
{
	void *frames;

	__sanitizer_start_switch_fiber(&frames, stack, size);
	swapcontext(from, to);
	__sanitizer_finish_switch_fiber(frames, NULL, NULL);
}

static void enter(struct strand *strand)
{
	go_from(&outside, &strand->context, strand->stack, STACK);
}

static void leave(struct strand *strand)
{
	go_from(&strand->context, &outside, outside_stack, outside_size);
}

static void entered(void)
{
	__sanitizer_finish_switch_fiber(NULL, &outside_stack, &outside_size);
}

/* What stood there before was left in the midst of its functions. */
static void clear(const struct strand *strand)
{
	__asan_unpoison_memory_region(strand->stack, STACK);
}

#else

static void enter(struct strand *strand)
{
	swapcontext(&outside, &strand->context);
}

static void leave(struct strand *strand)
{
	swapcontext(&strand->context, &outside);
}

static void entered(void)
{
}

static void clear(const struct strand *strand)
{
	(void)strand;
}

#endif

struct position steps_position(unsigned int cpu)
{
	return strands[cpu].position;
}

static void take_nmi(void)
{
	struct strand *strand = &strands[nmicheck_cpu];

	entered();
	dispatch_in_steps(going);
	strand->position = (struct position){ .at = AT_RUN };
	leave(strand);
}

static void begin(struct strand *strand)
{
	if (!strand->stack)
		strand->stack = malloc(STACK);
	if (!strand->stack || getcontext(&strand->context) != 0)
		nmicheck_die("out of memory");
	clear(strand);
	strand->context.uc_stack.ss_sp = strand->stack;
	strand->context.uc_stack.ss_size = STACK;
	strand->context.uc_link = NULL;
	makecontext(&strand->context, take_nmi, 0);
}

const struct run *steps_go(struct machine *machine)
{
	struct strand *strand = &strands[nmicheck_cpu];

	size_t ended = 0;

	if (strand->position.at == AT_RUN)
		begin(strand);
	else
		ended = dispatch_ended();
	going = machine;
	enter(strand);
	going = NULL;
	return dispatch_ended() > ended ? dispatch_last_ended() : NULL;
}

bool steps_stand(struct position position)
{
	struct strand *strand = &strands[nmicheck_cpu];

	if (!going)
		return false;
	strand->position = position;
	leave(strand);
	return true;
}

void steps_drop(void)
{
	for (unsigned int cpu = 0; cpu < NMICHECK_CPUS; cpu++)
		strands[cpu].position = (struct position){ .at = AT_RUN };
}
