/* The kernels that this engine was built with. */
#ifndef NMICHECK_KERNELS_H
#define NMICHECK_KERNELS_H

#include <stddef.h>

#include "boundary.h"

/* One for each policy, and a null pointer behind the last. */
extern const struct nmicheck_kernel *const kernels[];
/* The version of the tree that nmi.c is from. */
extern const char kernels_version[];

#endif
