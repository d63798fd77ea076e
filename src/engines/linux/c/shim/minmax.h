/* Small arithmetic. */
#ifndef NMICHECK_SHIM_MINMAX_H
#define NMICHECK_SHIM_MINMAX_H

#define min_t(type, a, b)                                        \
	({                                                       \
		type nmicheck_a = (a);                           \
		type nmicheck_b = (b);                           \
		nmicheck_a < nmicheck_b ? nmicheck_a : nmicheck_b; \
	})
#define max_t(type, a, b)                                        \
	({                                                       \
		type nmicheck_a = (a);                           \
		type nmicheck_b = (b);                           \
		nmicheck_a > nmicheck_b ? nmicheck_a : nmicheck_b; \
	})
#define min(a, b) min_t(__typeof__((a) + (b)), a, b)
#define max(a, b) max_t(__typeof__((a) + (b)), a, b)
#define clamp(value, low, high) min(max(value, low), high)
#define swap(a, b)                                               \
	do {                                                     \
		__typeof__(a) nmicheck_swapped = (a);            \
		(a) = (b);                                       \
		(b) = nmicheck_swapped;                          \
	} while (0)

#define ARRAY_SIZE(array) (sizeof(array) / sizeof((array)[0]))
#define BIT(n) (1UL << (n))
#define GENMASK(high, low) ((~0UL << (low)) & (~0UL >> (63 - (high))))
#define INT_MAX __INT_MAX__
#define UINT_MAX (~0U)
#define LONG_MAX __LONG_MAX__
#define ULONG_MAX (~0UL)
#define U64_MAX ((u64)~0ULL)

#endif
