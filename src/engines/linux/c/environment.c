#include "environment.h"

#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "output.h"

/* The linker defines these at both ends of the sections that the shim puts variables into. */
extern char __start_nmicheck_percpu[], __stop_nmicheck_percpu[];
extern char __start_nmicheck_once[], __stop_nmicheck_once[];
/* All other variables of nmi.c: weak, for a build that is instrumented leaves them where they are. */
extern char __start_nmicheck_globals[] __attribute__((weak));
extern char __stop_nmicheck_globals[] __attribute__((weak));

struct memory {
	char *percpu;
	char *once;
	char *globals;
	unsigned long jiffies;
};

/* What each CPU has of its own. Of the present one `held` to `said` are in the variables below. */
static struct own {
	/* Its copy of the per-CPU section. */
	char *area;
	int held;
	int in_nmi;
	unsigned long cr2;
	unsigned long relaxed;
	unsigned int said;
	/* Where a panic goes to, if one is allowed. */
	jmp_buf panicked;
	bool panic_allowed;
} owns[NMICHECK_CPUS];
static struct memory boot;
static struct memory saved;
/* The globals as the program begins: no handler is registered yet. */
static char *pristine;

unsigned int nmicheck_cpu;
unsigned long nmicheck_cpu_offset;
int nmicheck_held;
int nmicheck_in_nmi;
unsigned long nmicheck_relaxed;
volatile unsigned long jiffies = 1;

/* Weak: kernels from 6.16 on define them in nmi.c. */
__attribute__((weak)) int panic_on_unrecovered_nmi;
__attribute__((weak)) int panic_on_io_nmi;

unsigned long nmicheck_cr2 = 0xffff888000000000UL;

static unsigned int said;

struct x86_platform_ops {
	unsigned char (*get_nmi_reason)(void);
};
struct x86_platform_ops x86_platform = { .get_nmi_reason = nmicheck_reason };

static size_t percpu_size(void)
{
	return (size_t)(__stop_nmicheck_percpu - __start_nmicheck_percpu);
}

static size_t once_size(void)
{
	return (size_t)(__stop_nmicheck_once - __start_nmicheck_once);
}

static size_t globals_size(void)
{
	return (size_t)((unsigned long)__stop_nmicheck_globals -
			(unsigned long)__start_nmicheck_globals);
}

static void copy_globals(char *to, const char *from)
{
	if (globals_size() > 0)
		memcpy(to, from, globals_size());
}

static char *allocate(size_t size)
{
	/* 64: a cache line, and the strictest alignment that the section may have. */
	char *block = aligned_alloc(64, (size + 64) / 64 * 64);

	if (!block)
		nmicheck_die("out of memory");
	return block;
}

static void copy_out(struct memory *memory)
{
	memcpy(memory->percpu, owns[nmicheck_cpu].area, percpu_size());
	memcpy(memory->once, __start_nmicheck_once, once_size());
	copy_globals(memory->globals, __start_nmicheck_globals);
	memory->jiffies = jiffies;
}

static void copy_back(const struct memory *memory)
{
	memcpy(owns[nmicheck_cpu].area, memory->percpu, percpu_size());
	memcpy(__start_nmicheck_once, memory->once, once_size());
	copy_globals(__start_nmicheck_globals, memory->globals);
	jiffies = memory->jiffies;
}

void environment_start(void)
{
	boot = (struct memory){ allocate(percpu_size()), allocate(once_size()),
				allocate(globals_size()), 0 };
	saved = (struct memory){ allocate(percpu_size()), allocate(once_size()),
				 allocate(globals_size()), 0 };
	pristine = allocate(globals_size());
	copy_globals(pristine, __start_nmicheck_globals);
	for (unsigned int cpu = 0; cpu < NMICHECK_CPUS; cpu++) {
		owns[cpu] = (struct own){ .area = allocate(percpu_size()), .cr2 = nmicheck_cr2 };
		memcpy(owns[cpu].area, __start_nmicheck_percpu, percpu_size());
	}
	environment_on_cpu(0);
	copy_out(&boot);
}

void environment_on_cpu(unsigned int cpu)
{
	struct own *before = &owns[nmicheck_cpu];
	const struct own *now = &owns[cpu];

	before->held = nmicheck_held;
	before->in_nmi = nmicheck_in_nmi;
	before->cr2 = nmicheck_cr2;
	before->relaxed = nmicheck_relaxed;
	before->said = said;
	nmicheck_cpu = cpu;
	nmicheck_cpu_offset = (unsigned long)now->area - (unsigned long)__start_nmicheck_percpu;
	nmicheck_held = now->held;
	nmicheck_in_nmi = now->in_nmi;
	nmicheck_cr2 = now->cr2;
	nmicheck_relaxed = now->relaxed;
	said = now->said;
}

void environment_drop_nmis(void)
{
	for (unsigned int cpu = 0; cpu < NMICHECK_CPUS; cpu++) {
		owns[cpu].held = 0;
		owns[cpu].in_nmi = 0;
	}
	nmicheck_held = 0;
	nmicheck_in_nmi = 0;
}

void environment_boot(void)
{
	for (unsigned int cpu = 0; cpu < NMICHECK_CPUS; cpu++)
		memcpy(owns[cpu].area, boot.percpu, percpu_size());
	copy_back(&boot);
}

void environment_take_down(void)
{
	copy_globals(__start_nmicheck_globals, pristine);
}

void environment_set_up(void)
{
	copy_globals(boot.globals, __start_nmicheck_globals);
}

void environment_save(void)
{
	copy_out(&saved);
}

void environment_restore(void)
{
	copy_back(&saved);
}

void environment_run_begins(void)
{
	jiffies += 6 * NMICHECK_HZ;
	said = 0;
}

unsigned int environment_said(void)
{
	return said;
}

void environment_boot_again(const struct nmicheck_kernel *kernel)
{
	unsigned long last = kernel->last_nmi_rip();
	int armed = kernel->swallow_nmi();

	environment_boot();
	kernel->set_last_nmi_rip(last);
	kernel->set_swallow_nmi(armed);
}

bool environment_take_nmi(const struct nmicheck_kernel *kernel, unsigned long ip, bool from_user,
			  bool panics)
{
	struct own *own = &owns[nmicheck_cpu];
	unsigned long cr2 = nmicheck_cr2;

	nmicheck_relaxed = 0;
	own->panic_allowed = panics;
	if (setjmp(own->panicked)) {
		nmicheck_cr2 = cr2;
		nmicheck_held = 0;
		nmicheck_in_nmi = 0;
		return false;
	}
	kernel->take_nmi(ip, from_user);
	own->panic_allowed = false;
	if (nmicheck_held != 0)
		nmicheck_die("the NMI is over and nmi.c still holds a lock");
	if (nmicheck_in_nmi != 0)
		nmicheck_die("the NMI is over and the CPU still is in NMI context");
	if (nmicheck_cr2 != cr2)
		nmicheck_die("the NMI is over and CR2 is that of a page fault in a handler");
	return true;
}

int nmicheck_printk(const char *format, ...)
{
	if (strstr(format, "NMI received for unknown reason"))
		said |= SAID_UNKNOWN;
	else if (strstr(format, "PCI system error (SERR)"))
		said |= SAID_SERR;
	else if (strstr(format, "IOCK error"))
		said |= SAID_IOCHK;
	return 0;
}

int nmicheck_warn(int fired, unsigned char *once, const char *condition, int line)
{
	if (fired && !*once) {
		*once = 1;
		fprintf(stderr, "WARNING: nmi.c:%d: %s\n", line, condition);
	}
	return fired;
}

void nmicheck_panic(const char *why)
{
	struct own *own = &owns[nmicheck_cpu];

	if (!own->panic_allowed)
		nmicheck_die(why);
	own->panic_allowed = false;
	longjmp(own->panicked, 1);
}

void nmicheck_die(const char *why)
{
	output_flush();
	fprintf(stderr, "nmi.c: %s\n", why);
	exit(70);
}
