/* What is answered to a request. */
#ifndef NMICHECK_ANSWERS_H
#define NMICHECK_ANSWERS_H

#include "machine.h"
#include "request.h"
#include "steps.h"

/* An operation answers with the rest of its reply between these two, or refuses. */
void answer(const struct request *request);
void end_answer(void);
void refuse(const struct request *request, const char *code, const char *message);

/* What the present CPU and the kernel there hold, as a field of an object that is open. */
void write_state(const struct machine *machine);
/* What came of one run, as fields of an object that is open. */
void write_run(const struct machine *machine, const struct run *run);
/* Where the CPU is in an NMI that goes on in steps, as a field of an object that is open. */
void write_position(struct position position);

#endif
