/* What a request sets of the state of the machine and its kernel. */
#ifndef NMICHECK_STATE_CHANGE_H
#define NMICHECK_STATE_CHANGE_H

#include <stdbool.h>

#include "machine.h"
#include "request.h"

/* Sets what the request names, all or nothing: false if it was refused. */
bool change_state(struct machine *machine, const struct request *request);
/* Whether the machine has this place. */
bool is_place(const struct machine *machine, long long rip);

#endif
