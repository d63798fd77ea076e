#include "axes.h"

#include <string.h>

static const struct {
	const char *name;
	const char *values[6];
	size_t offset;
} known[] = {
	{ "latch-depth", { "1", "2" }, offsetof(struct axes, latch_depth) },
	{ "touch", { "no", "yes" }, offsetof(struct axes, touch) },
	{ "lvtpc", { "unmasked", "early", "late", "forgotten" }, offsetof(struct axes, lvtpc) },
	{ "reason-port", { "no", "yes", "known", "greedy" }, offsetof(struct axes, reason_port) },
	{ "unknown-chain",
	  { "none", "own", "greedy", "own-greedy", "greedy-own" },
	  offsetof(struct axes, unknown_chain) },
	{ "handler-quirk", { "none", "greedy", "no-ack", "double-count" }, offsetof(struct axes, handler_quirk) },
	{ "nesting", { "no", "yes" }, offsetof(struct axes, nesting) },
	{ "panic", { "no", "unknown", "unrecovered", "io" }, offsetof(struct axes, panic) },
	{ "pmu", { "prompt", "vanishing", "stopped", "late", "window" }, offsetof(struct axes, pmu) },
	{ "nmi-injection", { "once", "drops" }, offsetof(struct axes, nmi_injection) },
	{ "front-handler", { "none", "rendezvous", "emergency" }, offsetof(struct axes, front_handler) },
};

const char *axis_name(size_t index)
{
	return index < sizeof(known) / sizeof(*known) ? known[index].name : NULL;
}

bool axes_set(struct axes *axes, const char *name, const char *value)
{
	for (size_t i = 0; i < sizeof(known) / sizeof(*known); i++) {
		if (strcmp(name, known[i].name) != 0)
			continue;
		for (unsigned int n = 0; known[i].values[n]; n++) {
			if (strcmp(value, known[i].values[n]) != 0)
				continue;
			*(unsigned int *)((char *)axes + known[i].offset) = n;
			return true;
		}
	}
	return false;
}

bool axes_lose_status(const struct axes *axes)
{
	return axes->pmu == PMU_VANISHING || axes->pmu == PMU_STOPPED;
}

bool axes_are_late(const struct axes *axes)
{
	return axes->pmu == PMU_LATE || axes->pmu == PMU_WINDOW;
}

bool axes_forgive(const struct axes *axes)
{
	return axes->pmu == PMU_STOPPED || axes->pmu == PMU_WINDOW;
}

bool axes_have_own_source(const struct axes *axes)
{
	return axes->unknown_chain != UNKNOWN_NONE && axes->unknown_chain != UNKNOWN_GREEDY;
}
