/* A scanner over one line of JSON (RFC 8259) that ends with NUL. Nothing is copied or allocated. */
#ifndef NMICHECK_JSON_H
#define NMICHECK_JSON_H

#include <stdbool.h>
#include <stddef.h>

struct json {
	const char *at;
	/* Set at the first byte that JSON does not allow there; every later call then gives up. */
	bool broken;
};

/* A string's text, as far as it fits: longer ones equal no name of the protocol. */
struct json_text {
	char bytes[64];
	bool cut;
};

/* What the next value begins with: one of { [ " 0 (a number) t f n, or '?' for anything else. */
char json_peek(struct json *json);

/*
 * Reads the next value if it has the type asked for. Otherwise skips it and returns false, as it
 * does for a number that is not whole or beyond 2^53.
 */
bool json_integer(struct json *json, long long *value);
bool json_bool(struct json *json, bool *value);
bool json_string(struct json *json, struct json_text *text);
bool json_null(struct json *json);
void json_skip(struct json *json);

/*
 * Walks an object or an array whose opening bracket comes next:
 *   if (json_open(json, '{')) while (json_next_key(json, &first, &key)) … read the value
 * Start each walk with `first` true. After the last element the closing bracket has been read.
 */
bool json_open(struct json *json, char bracket);
bool json_next_key(struct json *json, bool *first, struct json_text *key);
bool json_next_item(struct json *json, bool *first);

/* Whether nothing but white space is left. */
bool json_ended(struct json *json);

bool json_is(const struct json_text *text, const char *name);

#endif
