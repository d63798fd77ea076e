/* A request of the protocol, as it stands on the line: not yet checked against the machine. */
#ifndef NMICHECK_REQUEST_H
#define NMICHECK_REQUEST_H

#include <stdbool.h>
#include <stddef.h>

#include "json.h"
#include "dispatch.h"

/* The fields that a request can have; a set of them is a sum of bits. */
enum field {
	FIELD_ID = 1 << 0,
	FIELD_OP = 1 << 1,
	FIELD_PROTOCOL = 1 << 2,
	FIELD_POLICY = 1 << 3,
	FIELD_CHAIN = 1 << 4,
	FIELD_RIPS = 1 << 5,
	FIELD_STICKY = 1 << 6,
	FIELD_SHADOW = 1 << 7,
	FIELD_CPUS = 1 << 8,
	FIELD_CPU = 1 << 9,
	FIELD_HANDLER = 1 << 10,
	FIELD_SLOT = 1 << 11,
	FIELD_RIP = 1 << 12,
	FIELD_ARRIVALS = 1 << 13,
	FIELD_SET = 1 << 14,
	/* Inside of "set". */
	FIELD_LAST_NMI_RIP = 1 << 15,
	FIELD_SWALLOW_NMI = 1 << 16,
	FIELD_ACTIVE = 1 << 17,
	FIELD_PENDING = 1 << 18,
	FIELD_SECOND_PENDING = 1 << 19,
	FIELD_LVTPC_MASKED = 1 << 20,
	FIELD_SERR = 1 << 21,
	FIELD_IOCHK = 1 << 22,
	FIELD_SERR_OFF = 1 << 23,
	FIELD_IOCHK_OFF = 1 << 24,
	FIELD_OWN_SOURCE = 1 << 25,
	FIELD_PANICKED = 1 << 26,
	FIELD_EXCLUSIVE = 1 << 27,
	FIELD_HELD_LOCK = 1 << 28,
	FIELD_IN_FLIGHT = 1 << 29,
	FIELD_FORGIVES = 1 << 30,
	FIELD_SUMMONED = 1u << 31,
};

/* What "set" of a `state` request names. */
struct state_change {
	unsigned int fields;
	long long rip;
	/* 0 for null. */
	long long last_nmi_rip;
	bool swallow_nmi;
	bool pending;
	bool second_pending, lvtpc_masked, serr, iochk, serr_off, iochk_off, own_source, summoned, panicked;
	bool in_flight, forgives;
	/* As many handlers as given, and of each as many slots, up to what a machine can have. */
	size_t handlers;
	size_t slots[NMICHECK_HANDLERS];
	unsigned long long active[NMICHECK_HANDLERS];
};

struct request {
	unsigned int fields;
	/* The first field of a wrong type, or less than the protocol has it; or null. */
	const char *wrong;
	long long id;
	struct json_text op;
	struct json_text protocol;
	struct json_text policy;
	/* The first elements of the chain, and how many it has. */
	long long chain[NMICHECK_HANDLERS];
	size_t chain_length;
	long long rips, cpus, cpu, handler, slot, rip;
	bool sticky, shadow;
	/* The values given; and whether one was of an axis, or a value, that does not exist. */
	struct axes axes;
	bool has_unknown_axis;
	/* Of "setup": who gets the edge of the source that all CPUs share, if there is one. */
	enum shared shared;
	/* Of "setup": whether one CPU at a time runs the handler of that source. */
	bool exclusive;
	/* Of "setup": whether a CPU stands where it holds nmi_reason_lock. */
	bool held_lock;
	enum source source;
	/* Valid until the next request is read. */
	const struct arrival *arrivals;
	size_t arrival_count;
	struct state_change set;
};

/* Reads a request from a line that ends with NUL; false if the line is not one JSON object. */
bool request_read(struct request *request, const char *line);

#endif
