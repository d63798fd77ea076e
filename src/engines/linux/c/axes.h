/* What the machine has beside the latch and the NMI_LOCAL chain: the values of `nmicheck axes`. */
#ifndef NMICHECK_AXES_H
#define NMICHECK_AXES_H

#include <stdbool.h>
#include <stddef.h>

enum latch_depth { LATCH_1, LATCH_2 };
enum nmi_injection { INJECTS_ONCE, INJECTION_DROPS };
enum front_handler { FRONT_NONE, FRONT_RENDEZVOUS, FRONT_EMERGENCY };
enum lvtpc { LVTPC_UNMASKED, LVTPC_EARLY, LVTPC_LATE, LVTPC_FORGOTTEN };
enum unknown_chain { UNKNOWN_NONE, UNKNOWN_OWN, UNKNOWN_GREEDY, UNKNOWN_OWN_GREEDY, UNKNOWN_GREEDY_OWN };
enum reason_port { PORT_ABSENT, PORT_UNHANDLED, PORT_KNOWN, PORT_GREEDY };
enum panic { PANIC_NEVER, PANIC_UNKNOWN, PANIC_UNRECOVERED, PANIC_IO };
enum pmu { PMU_PROMPT, PMU_VANISHING, PMU_STOPPED, PMU_LATE, PMU_WINDOW };
enum handler_quirk { NO_QUIRK, GREEDY, NO_ACK, DOUBLE_COUNT };

/* The number of each axis' value, in the order of the names; 0 is off. */
struct axes {
	unsigned int latch_depth, nmi_injection, front_handler, touch, lvtpc, reason_port, unknown_chain, handler_quirk, nesting, panic, pmu;
};

/* The name of an axis, or null after the last one. */
const char *axis_name(size_t index);
/* Gives an axis a value; false where there is no such axis, or no such value. */
bool axes_set(struct axes *axes, const char *name, const char *value);

/*
 * Whether the status bits of handler 0 can vanish, whether its edges come late, and whether it claims
 * NMIs in which it finds nothing.
 */
bool axes_lose_status(const struct axes *axes);
bool axes_are_late(const struct axes *axes);
bool axes_forgive(const struct axes *axes);
/* Whether the NMI_UNKNOWN chain has a handler that knows its own source. */
bool axes_have_own_source(const struct axes *axes);

#endif
