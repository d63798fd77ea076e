/*
 * Clocks. Each of them shows what jiffies does: no time passes in an NMI, and six seconds from one to
 * the next (environment.c).
 */
#ifndef NMICHECK_SHIM_CLOCK_H
#define NMICHECK_SHIM_CLOCK_H

#define NSEC_PER_SEC 1000000000L
#define NSEC_PER_MSEC 1000000L
#define NSEC_PER_USEC 1000L
#define USEC_PER_SEC 1000000L
#define MSEC_PER_SEC 1000L
#define HZ NMICHECK_HZ

typedef s64 ktime_t;

#define time_after(a, b) ((long)((b) - (a)) < 0)
#define time_before(a, b) time_after(b, a)
#define time_after_eq(a, b) ((long)((a) - (b)) >= 0)
#define time_before_eq(a, b) time_after_eq(b, a)
#define msecs_to_jiffies(milliseconds) ((unsigned long)(milliseconds) * HZ / MSEC_PER_SEC)
#define jiffies_to_msecs(ticks) ((unsigned int)((ticks) * MSEC_PER_SEC / HZ))

static inline u64 nmicheck_nanoseconds(void)
{
	return (u64)jiffies * (NSEC_PER_SEC / HZ);
}

#define local_clock() nmicheck_nanoseconds()
#define sched_clock() nmicheck_nanoseconds()
#define ktime_get_mono_fast_ns() nmicheck_nanoseconds()
#define ktime_get() ((ktime_t)nmicheck_nanoseconds())
#define ktime_to_ns(time) ((s64)(time))
#define ktime_sub(later, earlier) ((later) - (earlier))
/* A counter of 1 GHz. */
#define rdtsc() nmicheck_nanoseconds()
#define rdtsc_ordered() nmicheck_nanoseconds()
#define get_cycles() nmicheck_nanoseconds()

static inline void udelay(unsigned long microseconds)
{
	(void)microseconds;
}

#endif
