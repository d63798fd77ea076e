/* The operations of NMIs that several CPUs have in progress at a time. */
#ifndef NMICHECK_STEP_OPERATIONS_H
#define NMICHECK_STEP_OPERATIONS_H

#include "machine.h"
#include "request.h"

/* Each on the present CPU of a machine of several. */
void deliver_step(struct machine *machine, const struct request *request);
void enter_step(struct machine *machine, const struct request *request);
void poll_step(struct machine *machine, const struct request *request);
void lock_step(struct machine *machine, const struct request *request);
void decide_step(struct machine *machine, const struct request *request);
void fault_step(struct machine *machine, const struct request *request);
void nest_step(struct machine *machine, const struct request *request);

#endif
