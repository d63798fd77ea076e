/* printk, its rate limits, and warnings. What fires once, and how often, is reset with a trace. */
#ifndef NMICHECK_SHIM_PRINTK_H
#define NMICHECK_SHIM_PRINTK_H

/* The section is put back to the values of a fresh boot before each trace. */
#define NMICHECK_ONCE __attribute__((section("nmicheck_once")))

#define KERN_SOH "\001"
#define KERN_EMERG KERN_SOH "0"
#define KERN_ALERT KERN_SOH "1"
#define KERN_CRIT KERN_SOH "2"
#define KERN_ERR KERN_SOH "3"
#define KERN_WARNING KERN_SOH "4"
#define KERN_NOTICE KERN_SOH "5"
#define KERN_INFO KERN_SOH "6"
#define KERN_DEBUG KERN_SOH "7"

#ifndef pr_fmt
#define pr_fmt(format) format
#endif

#define printk(format, ...) nmicheck_printk(format, ##__VA_ARGS__)
#define pr_emerg(format, ...) printk(KERN_EMERG pr_fmt(format), ##__VA_ARGS__)
#define pr_alert(format, ...) printk(KERN_ALERT pr_fmt(format), ##__VA_ARGS__)
#define pr_crit(format, ...) printk(KERN_CRIT pr_fmt(format), ##__VA_ARGS__)
#define pr_err(format, ...) printk(KERN_ERR pr_fmt(format), ##__VA_ARGS__)
#define pr_warn(format, ...) printk(KERN_WARNING pr_fmt(format), ##__VA_ARGS__)
#define pr_notice(format, ...) printk(KERN_NOTICE pr_fmt(format), ##__VA_ARGS__)
#define pr_info(format, ...) printk(KERN_INFO pr_fmt(format), ##__VA_ARGS__)
#define pr_cont(format, ...) printk(format, ##__VA_ARGS__)
#define printk_deferred(format, ...) printk(format, ##__VA_ARGS__)

/* For the trace buffer, and for a console of somebody who debugs: nobody looks. */
static inline void nmicheck_discard(const char *format, ...)
{
	(void)format;
}

#define pr_debug(format, ...) nmicheck_discard(pr_fmt(format), ##__VA_ARGS__)
#define trace_printk(format, ...) nmicheck_discard(format, ##__VA_ARGS__)

#define printk_once(format, ...)                                                 \
	({                                                                       \
		static unsigned char nmicheck_printed NMICHECK_ONCE;             \
		if (!nmicheck_printed) {                                         \
			nmicheck_printed = 1;                                    \
			printk(format, ##__VA_ARGS__);                           \
		}                                                                \
	})
#define pr_emerg_once(format, ...) printk_once(KERN_EMERG pr_fmt(format), ##__VA_ARGS__)
#define pr_err_once(format, ...) printk_once(KERN_ERR pr_fmt(format), ##__VA_ARGS__)
#define pr_warn_once(format, ...) printk_once(KERN_WARNING pr_fmt(format), ##__VA_ARGS__)
#define pr_info_once(format, ...) printk_once(KERN_INFO pr_fmt(format), ##__VA_ARGS__)

struct ratelimit_state {
	unsigned long interval, begin;
	int burst, printed;
};

#define DEFINE_RATELIMIT_STATE(name, ticks, most) \
	struct ratelimit_state name NMICHECK_ONCE = { .interval = (ticks), .burst = (most) }

/* At most `burst` messages in `interval` ticks, as lib/ratelimit.c: 10 in 5 s unless said otherwise. */
static inline int __ratelimit(struct ratelimit_state *state)
{
	if (state->begin == 0)
		state->begin = jiffies;
	if ((long)(jiffies - state->begin) > (long)state->interval) {
		state->begin = jiffies;
		state->printed = 0;
	}
	if (state->printed >= state->burst)
		return 0;
	state->printed++;
	return 1;
}

#define printk_ratelimited(format, ...)                                          \
	({                                                                       \
		static struct ratelimit_state nmicheck_limit NMICHECK_ONCE = {   \
			.interval = 5 * HZ,                                      \
			.burst = 10,                                             \
		};                                                               \
		if (__ratelimit(&nmicheck_limit))                                \
			printk(format, ##__VA_ARGS__);                           \
	})
#define pr_emerg_ratelimited(format, ...) \
	printk_ratelimited(KERN_EMERG pr_fmt(format), ##__VA_ARGS__)
#define pr_warn_ratelimited(format, ...) \
	printk_ratelimited(KERN_WARNING pr_fmt(format), ##__VA_ARGS__)
#define pr_info_ratelimited(format, ...) \
	printk_ratelimited(KERN_INFO pr_fmt(format), ##__VA_ARGS__)

#define WARN_ON_ONCE(condition)                                                  \
	({                                                                       \
		static unsigned char nmicheck_fired NMICHECK_ONCE;               \
		nmicheck_warn(!!(condition), &nmicheck_fired, #condition, __LINE__); \
	})
#define WARN_ON(condition) WARN_ON_ONCE(condition)
#define WARN(condition, format, ...) ((void)(format), WARN_ON_ONCE(condition))
#define WARN_ONCE(condition, format, ...) WARN(condition, format)

#define BUG() nmicheck_panic("BUG()")
#define BUG_ON(condition) ((void)((condition) && (BUG(), 0)))

#endif
