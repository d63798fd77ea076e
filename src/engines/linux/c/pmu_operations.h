/* What happens to the PMU of a machine with the axis pmu. */
#ifndef NMICHECK_PMU_OPERATIONS_H
#define NMICHECK_PMU_OPERATIONS_H

#include "machine.h"
#include "request.h"

void vanish_step(struct machine *machine, const struct request *request);
void arrive_step(struct machine *machine, const struct request *request);
void lapse_step(struct machine *machine, const struct request *request);

#endif
