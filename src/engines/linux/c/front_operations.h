/* What stands in front of the chains: a microcode update, and a crash of one CPU of several. */
#ifndef NMICHECK_FRONT_OPERATIONS_H
#define NMICHECK_FRONT_OPERATIONS_H

#include "machine.h"
#include "request.h"

/* Why this kernel cannot have the handler in front, a message for the user; null if it can. */
const char *what_is_not_in_front(const struct nmicheck_kernel *kernel, enum front_handler handler);
/* Whether the machine has the source of a summons. */
bool has_summons(const struct machine *machine);
/* The kernel crashes on the present CPU of several. */
void crash_step(struct machine *machine, const struct request *request);

#endif
