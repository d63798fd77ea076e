#include "json.h"

#include <string.h>

/* The largest whole number that every JSON reader keeps exact. */
static const long long MAX_INTEGER = 9007199254740991LL;
/* How deeply nested a value may be that is only skipped. */
enum { MAX_DEPTH = 64 };

static void skip_space(struct json *json)
{
	while (*json->at == ' ' || *json->at == '\t' || *json->at == '\r' || *json->at == '\n')
		json->at++;
}

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

char json_peek(struct json *json)
{
	skip_space(json);
	char c = *json->at;

	if (json->broken)
		return '?';
	if (c == '-' || is_digit(c))
		return '0';
	return c != '\0' && strchr("{[\"tfn", c) ? c : '?';
}

/* Reads any number; true if it was whole, of few enough digits, and in range. */
static bool scan_number(struct json *json, long long *value)
{
	bool negative = *json->at == '-';
	bool exact = true;
	long long number = 0;

	if (negative)
		json->at++;
	if (!is_digit(*json->at) || (*json->at == '0' && is_digit(json->at[1]))) {
		json->broken = true;
		return false;
	}
	for (; is_digit(*json->at); json->at++) {
		if (number > MAX_INTEGER)
			continue;
		number = number * 10 + (*json->at - '0');
	}
	if (*json->at == '.') {
		exact = false;
		json->at++;
		if (!is_digit(*json->at))
			json->broken = true;
		while (is_digit(*json->at))
			json->at++;
	}
	if (*json->at == 'e' || *json->at == 'E') {
		exact = false;
		json->at++;
		if (*json->at == '+' || *json->at == '-')
			json->at++;
		if (!is_digit(*json->at))
			json->broken = true;
		while (is_digit(*json->at))
			json->at++;
	}
	*value = negative ? -number : number;
	return exact && !json->broken && number <= MAX_INTEGER;
}

static bool scan_word(struct json *json, const char *word)
{
	size_t length = strlen(word);

	if (strncmp(json->at, word, length) == 0)
		json->at += length;
	else
		json->broken = true;
	return !json->broken;
}

static int hex_digit(char c)
{
	if (is_digit(c))
		return c - '0';
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	if (c >= 'A' && c <= 'F')
		return c - 'A' + 10;
	return -1;
}

/* The character after a backslash, or 0 when it is no escape or stands for one beyond ASCII. */
static char scan_escape(struct json *json, bool *plain)
{
	static const char names[] = "\"\\/bfnrt";
	static const char means[] = "\"\\/\b\f\n\r\t";
	const char *found = *json->at ? strchr(names, *json->at) : NULL;

	*plain = true;
	if (found) {
		json->at++;
		return means[found - names];
	}
	int code = 0;
	bool valid = *json->at == 'u';
	for (int i = 1; valid && i <= 4; i++) {
		int digit = hex_digit(json->at[i]);
		valid = digit >= 0;
		code = code * 16 + digit;
	}
	if (!valid) {
		json->broken = true;
		return 0;
	}
	json->at += 5;
	*plain = code > 0 && code < 0x80;
	return (char)code;
}

/* Reads a string whose quote comes next. */
static bool scan_string(struct json *json, struct json_text *text)
{
	size_t length = 0;

	text->cut = false;
	for (json->at++; *json->at != '"'; ) {
		bool plain = true;
		char c = *json->at;
		if ((unsigned char)c < 0x20) {
			json->broken = true;
			return false;
		}
		json->at++;
		if (c == '\\')
			c = scan_escape(json, &plain);
		if (json->broken)
			return false;
		if (plain && length < sizeof(text->bytes) - 1)
			text->bytes[length++] = c;
		else
			text->cut = true;
	}
	json->at++;
	text->bytes[length] = '\0';
	return true;
}

static void skip_value(struct json *json, int depth)
{
	struct json_text text;
	long long number;
	bool first = true;

	if (depth > MAX_DEPTH)
		json->broken = true;
	switch (json_peek(json)) {
	case '0':
		scan_number(json, &number);
		break;
	case '"':
		scan_string(json, &text);
		break;
	case 't':
		scan_word(json, "true");
		break;
	case 'f':
		scan_word(json, "false");
		break;
	case 'n':
		scan_word(json, "null");
		break;
	case '{':
		json->at++;
		while (json_next_key(json, &first, &text))
			skip_value(json, depth + 1);
		break;
	case '[':
		json->at++;
		while (json_next_item(json, &first))
			skip_value(json, depth + 1);
		break;
	default:
		json->broken = true;
	}
}

void json_skip(struct json *json)
{
	skip_value(json, 0);
}

/* Whether a value of that beginning comes next; one of another type is skipped. */
static bool expect(struct json *json, char beginning)
{
	if (json_peek(json) == beginning)
		return true;
	json_skip(json);
	return false;
}

bool json_integer(struct json *json, long long *value)
{
	return expect(json, '0') && scan_number(json, value);
}

bool json_bool(struct json *json, bool *value)
{
	*value = json_peek(json) == 't';
	if (*value)
		return scan_word(json, "true");
	return expect(json, 'f') && scan_word(json, "false");
}

bool json_string(struct json *json, struct json_text *text)
{
	return expect(json, '"') && scan_string(json, text);
}

bool json_null(struct json *json)
{
	return expect(json, 'n') && scan_word(json, "null");
}

bool json_open(struct json *json, char bracket)
{
	if (!expect(json, bracket))
		return false;
	json->at++;
	return true;
}

/* Reads a comma (or, before the first element, none) or the closing bracket. */
static bool another(struct json *json, bool *first, char closing)
{
	bool was_first = *first;

	*first = false;
	skip_space(json);
	if (json->broken)
		return false;
	if (*json->at == closing) {
		json->at++;
		return false;
	}
	if (was_first)
		return true;
	if (*json->at != ',') {
		json->broken = true;
		return false;
	}
	json->at++;
	return true;
}

bool json_next_key(struct json *json, bool *first, struct json_text *key)
{
	if (!another(json, first, '}'))
		return false;
	skip_space(json);
	if (*json->at != '"') {
		json->broken = true;
		return false;
	}
	if (!scan_string(json, key))
		return false;
	skip_space(json);
	if (*json->at != ':') {
		json->broken = true;
		return false;
	}
	json->at++;
	return true;
}

bool json_next_item(struct json *json, bool *first)
{
	return another(json, first, ']');
}

bool json_ended(struct json *json)
{
	skip_space(json);
	return !json->broken && *json->at == '\0';
}

bool json_is(const struct json_text *text, const char *name)
{
	return !text->cut && strcmp(text->bytes, name) == 0;
}
