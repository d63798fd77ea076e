/*
 * Which kernels this engine has. Compiled for each engine anew, with
 *   NMICHECK_VARIANTS(X)  X(policy) for each policy that a kernel was compiled for
 *   NMICHECK_VERSION      the kernel's version, in quotes
 */
#include "kernels.h"

#define NMICHECK_DECLARE(policy) extern const struct nmicheck_kernel nmicheck_kernel_##policy;
NMICHECK_VARIANTS(NMICHECK_DECLARE)

#define NMICHECK_POINT(policy) &nmicheck_kernel_##policy,
const struct nmicheck_kernel *const kernels[] = { NMICHECK_VARIANTS(NMICHECK_POINT) NULL };

const char kernels_version[] = NMICHECK_VERSION;
