/* What the kernel's code stands on: its memory, its clock, its log. */
#ifndef NMICHECK_ENVIRONMENT_H
#define NMICHECK_ENVIRONMENT_H

#include <stdbool.h>

#include "boundary.h"

/* Allocates the memory; once, before anything else. */
void environment_start(void);
/* From now on `cpu` runs. */
void environment_on_cpu(unsigned int cpu);
/* No CPU is in NMI context any more, or holds a lock: its NMI will not be resumed. */
void environment_drop_nmis(void);
/* All of nmi.c's globals are as in a kernel in which no handler is registered. */
void environment_take_down(void);
/* They are as they are to be after a boot: handlers are registered, boot parameters are set. */
void environment_set_up(void);
/*
 * Per-CPU variables of all CPUs, globals, rate limits, warnings that fire once and the clock are as
 * after a boot.
 */
void environment_boot(void);
/* Keeps a copy of what `environment_boot` resets, of the present CPU, and puts it back. */
void environment_save(void);
void environment_restore(void);
/*
 * Takes an NMI, from user mode or from the kernel. False when the kernel panicked in it and `panics`
 * allows that; then the CPU holds no lock and is in no NMI any more.
 */
bool environment_take_nmi(const struct nmicheck_kernel *kernel, unsigned long ip, bool from_user,
			  bool panics);

/* All is as after a boot, but for what the kernel kept of NMIs on the present CPU. */
void environment_boot_again(const struct nmicheck_kernel *kernel);

/* What the kernel has printed of an NMI: a sum of bits. */
enum said {
	SAID_UNKNOWN = 1,
	SAID_SERR = 2,
	SAID_IOCHK = 4,
};

/*
 * A run of default_do_nmi begins: the clock goes on, so far that the kernel, which prints a message
 * ten times in 5 s at the most, prints whatever it decides to.
 */
void environment_run_begins(void);
/* What was printed since. */
unsigned int environment_said(void);

#endif
