/* What becomes of an engine whose nmi.c crashes or does not come to an end. */
#ifndef NMICHECK_CRASH_H
#define NMICHECK_CRASH_H

/*
 * Sees to it that a crash is told at the request that it happened in: replies to those before it,
 * which wait in the buffer, are written first. Under a sanitizer that is the sanitizer's matter.
 */
void crash_prepare(void);

/* Around each stretch of requests: one that takes seconds of processor time ends the engine. */
void crash_watch(void);
void crash_unwatch(void);

#endif
