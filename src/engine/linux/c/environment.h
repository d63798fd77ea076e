/* What the kernel's code stands on: its memory, its clock, its log. */
#ifndef NMICHECK_ENVIRONMENT_H
#define NMICHECK_ENVIRONMENT_H

#include <stdbool.h>

#include "boundary.h"

/* Allocates the memory; once, before anything else. */
void environment_start(void);
/* Per-CPU variables, rate limits, warnings that fire once and the clock are as after a boot. */
void environment_boot(void);
/* Keeps a copy of all that `environment_boot` resets, and puts it back. */
void environment_save(void);
void environment_restore(void);
/* Takes an NMI; returns whether the kernel printed that it does not know the reason. */
bool environment_take_nmi(const struct nmicheck_kernel *kernel, unsigned long ip);

#endif
