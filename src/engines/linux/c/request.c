#include "request.h"

#include <stdlib.h>
#include <string.h>

/* The arrivals of the request last read; grows as needed and is never given back. */
static struct arrival *arrivals;
static size_t arrivals_room;

static void note_wrong(struct request *request, const char *name)
{
	if (!request->wrong)
		request->wrong = name;
}

static void read_chain(struct json *json, struct request *request)
{
	bool first = true;

	request->chain_length = 0;
	if (!json_open(json, '[')) {
		note_wrong(request, "chain");
		return;
	}
	while (json_next_item(json, &first)) {
		long long slots = 0;
		if (!json_integer(json, &slots) || slots < 1)
			note_wrong(request, "chain");
		if (request->chain_length < NMICHECK_HANDLERS)
			request->chain[request->chain_length] = slots;
		request->chain_length++;
	}
	if (request->chain_length == 0)
		note_wrong(request, "chain");
}

static struct arrival *new_arrival(struct request *request)
{
	if (request->arrival_count == arrivals_room) {
		arrivals_room = arrivals_room ? 2 * arrivals_room : 64;
		arrivals = realloc(arrivals, arrivals_room * sizeof(*arrivals));
		if (!arrivals)
			nmicheck_die("out of memory");
	}
	return &arrivals[request->arrival_count++];
}

/* Where an edge comes from that is not of a slot. */
static bool read_source(struct json *json, enum source *source)
{
	static const char *const names[] = {
		[SOURCE_SERR] = "serr", [SOURCE_IOCHK] = "iochk", [SOURCE_OWN] = "own", [SOURCE_SUMMONS] = "summons",
	};
	struct json_text text;

	if (!json_string(json, &text))
		return false;
	for (*source = SOURCE_SERR; *source <= SOURCE_SUMMONS; ++*source) {
		if (json_is(&text, names[*source]))
			return true;
	}
	return false;
}

static bool read_shared(struct json *json, enum shared *shared)
{
	struct json_text text;

	if (!json_string(json, &text))
		return false;
	*shared = json_is(&text, "boot") ? SHARED_BOOT : json_is(&text, "all") ? SHARED_ALL : SHARED_NONE;
	return *shared != SHARED_NONE;
}

static bool read_event(const struct json_text *name, struct arrival *arrival)
{
	static const char *const names[] = {
		[ARRIVAL_RAISE] = "raise",
		[ARRIVAL_EXTERNAL] = "external",
		[ARRIVAL_FAULT] = "fault",
		[ARRIVAL_NEST] = "nest",
		[ARRIVAL_VANISH] = "vanish",
		[ARRIVAL_ARRIVE] = "arrive",
	};

	for (unsigned int event = ARRIVAL_RAISE; event <= ARRIVAL_ARRIVE; event++) {
		if (!json_is(name, names[event]))
			continue;
		arrival->event = event;
		return true;
	}
	return false;
}

static void read_axes(struct json *json, struct request *request)
{
	struct json_text key;
	bool first = true;

	if (!json_open(json, '{')) {
		note_wrong(request, "axes");
		return;
	}
	while (json_next_key(json, &first, &key)) {
		struct json_text value;
		if (!json_string(json, &value))
			note_wrong(request, "axes");
		else if (key.cut || value.cut || !axes_set(&request->axes, key.bytes, value.bytes))
			request->has_unknown_axis = true;
	}
}

static void read_arrival(struct json *json, struct request *request)
{
	enum { BEFORE = 1, EVENT = 2, HANDLER = 4, SLOT = 8 };
	struct arrival arrival = { 0 };
	struct json_text key;
	struct json_text event = { .cut = true };
	bool right = true;
	unsigned int seen = 0;
	bool first = true;

	if (!json_open(json, '{')) {
		note_wrong(request, "arrivals");
		return;
	}
	while (json_next_key(json, &first, &key)) {
		if (json_is(&key, "before"))
			seen |= json_integer(json, &arrival.before) ? BEFORE : 0;
		else if (json_is(&key, "event"))
			seen |= json_string(json, &event) ? EVENT : 0;
		else if (json_is(&key, "handler"))
			seen |= json_integer(json, &arrival.handler) ? HANDLER : 0;
		else if (json_is(&key, "slot"))
			seen |= json_integer(json, &arrival.slot) ? SLOT : 0;
		else if (json_is(&key, "run"))
			right &= json_integer(json, &arrival.run);
		else if (json_is(&key, "source"))
			right &= read_source(json, &arrival.source);
		else
			json_skip(json);
	}
	right &= read_event(&event, &arrival);
	unsigned int needed =
		arrival.event == ARRIVAL_RAISE ? BEFORE | EVENT | HANDLER | SLOT : BEFORE | EVENT;
	if (!right || (seen & needed) != needed || arrival.before < 0 || arrival.run < 0 ||
	    arrival.handler < 0 || arrival.slot < 0) {
		note_wrong(request, "arrivals");
		return;
	}
	struct arrival *last = new_arrival(request);
	if (request->arrival_count > 1 &&
	    (last[-1].run > arrival.run ||
	     (last[-1].run == arrival.run && last[-1].before > arrival.before)))
		note_wrong(request, "arrivals");
	*last = arrival;
}

static void read_arrivals(struct json *json, struct request *request)
{
	bool first = true;

	request->arrival_count = 0;
	if (!json_open(json, '[')) {
		note_wrong(request, "arrivals");
		return;
	}
	while (json_next_item(json, &first))
		read_arrival(json, request);
}

/* The status bits of one handler. */
static bool read_slots(struct json *json, struct state_change *set)
{
	size_t handler = set->handlers++;
	size_t count = 0;
	unsigned long long bits = 0;
	bool first = true;
	bool right = true;

	if (!json_open(json, '['))
		return false;
	while (json_next_item(json, &first)) {
		bool active = false;
		right &= json_bool(json, &active);
		if (active && count < MAX_SLOTS)
			bits |= 1ULL << count;
		count++;
	}
	if (handler < NMICHECK_HANDLERS) {
		set->slots[handler] = count;
		set->active[handler] = bits;
	}
	return right;
}

static bool read_active(struct json *json, struct state_change *set)
{
	bool first = true;
	bool right = true;

	set->handlers = 0;
	if (!json_open(json, '['))
		return false;
	while (json_next_item(json, &first))
		right &= read_slots(json, set);
	return right;
}

/* A place or null. A place is never 0: that is how "none" is told from it. */
static bool read_last_nmi_rip(struct json *json, struct state_change *set)
{
	set->last_nmi_rip = 0;
	if (json_peek(json) == 'n')
		return json_null(json);
	return json_integer(json, &set->last_nmi_rip) && set->last_nmi_rip >= 1;
}

/* The booleans of "set" and where they are kept. */
static const struct {
	const char *name;
	enum field field;
	size_t offset;
} flags[] = {
	{ "swallowNmi", FIELD_SWALLOW_NMI, offsetof(struct state_change, swallow_nmi) },
	{ "pending", FIELD_PENDING, offsetof(struct state_change, pending) },
	{ "secondPending", FIELD_SECOND_PENDING, offsetof(struct state_change, second_pending) },
	{ "lvtpcMasked", FIELD_LVTPC_MASKED, offsetof(struct state_change, lvtpc_masked) },
	{ "serr", FIELD_SERR, offsetof(struct state_change, serr) },
	{ "iochk", FIELD_IOCHK, offsetof(struct state_change, iochk) },
	{ "serrOff", FIELD_SERR_OFF, offsetof(struct state_change, serr_off) },
	{ "iochkOff", FIELD_IOCHK_OFF, offsetof(struct state_change, iochk_off) },
	{ "ownSource", FIELD_OWN_SOURCE, offsetof(struct state_change, own_source) },
	{ "summoned", FIELD_SUMMONED, offsetof(struct state_change, summoned) },
	{ "panicked", FIELD_PANICKED, offsetof(struct state_change, panicked) },
	{ "inFlight", FIELD_IN_FLIGHT, offsetof(struct state_change, in_flight) },
	{ "forgives", FIELD_FORGIVES, offsetof(struct state_change, forgives) },
};

/* Reads the value of a boolean of "set", or skips one of a name that is none. */
static bool read_flag(struct json *json, struct state_change *set, const struct json_text *key)
{
	for (size_t i = 0; i < sizeof(flags) / sizeof(*flags); i++) {
		if (!json_is(key, flags[i].name))
			continue;
		set->fields |= flags[i].field;
		return json_bool(json, (bool *)((char *)set + flags[i].offset));
	}
	json_skip(json);
	return true;
}

static void read_set(struct json *json, struct request *request)
{
	struct state_change *set = &request->set;
	struct json_text key;
	bool first = true;
	bool right = true;

	if (!json_open(json, '{')) {
		note_wrong(request, "set");
		return;
	}
	while (json_next_key(json, &first, &key)) {
		if (json_is(&key, "rip")) {
			set->fields |= FIELD_RIP;
			right &= json_integer(json, &set->rip) && set->rip >= 1;
		} else if (json_is(&key, "lastNmiRip")) {
			set->fields |= FIELD_LAST_NMI_RIP;
			right &= read_last_nmi_rip(json, set);
		} else if (json_is(&key, "active")) {
			set->fields |= FIELD_ACTIVE;
			right &= read_active(json, set);
		} else {
			right &= read_flag(json, set, &key);
		}
	}
	if (!right)
		note_wrong(request, "set");
}

/* The fields that hold one number, boolean or string, and where a request keeps them. */
static const struct {
	const char *name;
	enum field field;
	enum { INTEGER, BOOLEAN, TEXT } type;
	/* The least that an integer may be. */
	int least;
	size_t offset;
} plain_fields[] = {
	{ "op", FIELD_OP, TEXT, 0, offsetof(struct request, op) },
	{ "cpu", FIELD_CPU, INTEGER, 0, offsetof(struct request, cpu) },
	{ "handler", FIELD_HANDLER, INTEGER, 0, offsetof(struct request, handler) },
	{ "slot", FIELD_SLOT, INTEGER, 0, offsetof(struct request, slot) },
	{ "rip", FIELD_RIP, INTEGER, 1, offsetof(struct request, rip) },
	{ "rips", FIELD_RIPS, INTEGER, 1, offsetof(struct request, rips) },
	{ "cpus", FIELD_CPUS, INTEGER, 1, offsetof(struct request, cpus) },
	{ "exclusive", FIELD_EXCLUSIVE, BOOLEAN, 0, offsetof(struct request, exclusive) },
	{ "heldLock", FIELD_HELD_LOCK, BOOLEAN, 0, offsetof(struct request, held_lock) },
	{ "sticky", FIELD_STICKY, BOOLEAN, 0, offsetof(struct request, sticky) },
	{ "shadow", FIELD_SHADOW, BOOLEAN, 0, offsetof(struct request, shadow) },
	{ "policy", FIELD_POLICY, TEXT, 0, offsetof(struct request, policy) },
	{ "protocol", FIELD_PROTOCOL, TEXT, 0, offsetof(struct request, protocol) },
};

static bool read_plain_field(struct json *json, struct request *request,
			     const struct json_text *key)
{
	for (size_t i = 0; i < sizeof(plain_fields) / sizeof(*plain_fields); i++) {
		if (!json_is(key, plain_fields[i].name))
			continue;
		void *value = (char *)request + plain_fields[i].offset;
		bool right = plain_fields[i].type == INTEGER ? json_integer(json, value)
			   : plain_fields[i].type == BOOLEAN ? json_bool(json, value)
							     : json_string(json, value);
		if (right && plain_fields[i].type == INTEGER)
			right = *(long long *)value >= plain_fields[i].least;
		if (!right)
			note_wrong(request, plain_fields[i].name);
		request->fields |= plain_fields[i].field;
		return true;
	}
	return false;
}

/* Reads the value of one field, or skips that of one unknown. */
static void read_field(struct json *json, struct request *request, const struct json_text *key)
{
	if (json_is(key, "id")) {
		if (json_integer(json, &request->id) && request->id >= 0)
			request->fields |= FIELD_ID;
		else
			note_wrong(request, "id");
	} else if (json_is(key, "arrivals")) {
		request->fields |= FIELD_ARRIVALS;
		read_arrivals(json, request);
	} else if (json_is(key, "chain")) {
		request->fields |= FIELD_CHAIN;
		read_chain(json, request);
	} else if (json_is(key, "axes")) {
		read_axes(json, request);
	} else if (json_is(key, "source")) {
		if (!read_source(json, &request->source))
			note_wrong(request, "source");
	} else if (json_is(key, "shared")) {
		if (!read_shared(json, &request->shared))
			note_wrong(request, "shared");
	} else if (json_is(key, "set")) {
		request->fields |= FIELD_SET;
		read_set(json, request);
	} else if (!read_plain_field(json, request, key)) {
		json_skip(json);
	}
}

bool request_read(struct request *request, const char *line)
{
	struct json json = { .at = line };
	struct json_text key;
	bool first = true;

	memset(request, 0, sizeof(*request));
	if (!json_open(&json, '{'))
		return false;
	while (json_next_key(&json, &first, &key))
		read_field(&json, request, &key);
	request->arrivals = arrivals;
	return json_ended(&json);
}
