/*
 * Atomic operations. One CPU runs at a time, and gives way only where a handler polls or the kernel
 * waits: a plain operation is as atomic as one can be.
 */
#ifndef NMICHECK_SHIM_ATOMIC_H
#define NMICHECK_SHIM_ATOMIC_H

typedef struct {
	int counter;
} atomic_t;
typedef struct {
	long counter;
} atomic_long_t;

#define ATOMIC_INIT(value) { (value) }
#define ATOMIC_LONG_INIT(value) { (value) }

/* The value before, as xchg() gives it. */
#define nmicheck_exchange(pointer, value)                        \
	({                                                       \
		__typeof__(pointer) nmicheck_place = (pointer);  \
		__typeof__(*(pointer)) nmicheck_old = *nmicheck_place; \
		*nmicheck_place = (value);                       \
		nmicheck_old;                                    \
	})
#define nmicheck_compare_exchange(pointer, old, value)           \
	({                                                       \
		__typeof__(pointer) nmicheck_place = (pointer);  \
		__typeof__(*(pointer)) nmicheck_old = *nmicheck_place; \
		if (nmicheck_old == (old))                       \
			*nmicheck_place = (value);               \
		nmicheck_old;                                    \
	})

#define xchg(pointer, value) nmicheck_exchange(pointer, value)
#define cmpxchg(pointer, old, value) nmicheck_compare_exchange(pointer, old, value)

#define atomic_read(v) READ_ONCE((v)->counter)
#define atomic_set(v, value) WRITE_ONCE((v)->counter, value)
#define atomic_add(value, v) ((void)((v)->counter += (value)))
#define atomic_sub(value, v) ((void)((v)->counter -= (value)))
#define atomic_inc(v) ((void)++(v)->counter)
#define atomic_dec(v) ((void)--(v)->counter)
#define atomic_inc_return(v) (++(v)->counter)
#define atomic_dec_return(v) (--(v)->counter)
#define atomic_dec_and_test(v) (--(v)->counter == 0)
#define atomic_xchg(v, value) nmicheck_exchange(&(v)->counter, value)
#define atomic_cmpxchg(v, old, value) nmicheck_compare_exchange(&(v)->counter, old, value)
#define atomic_add_unless(v, value, unless) \
	((v)->counter != (unless) && ((v)->counter += (value), true))

#define atomic_long_read(v) atomic_read(v)
#define atomic_long_set(v, value) atomic_set(v, value)
#define atomic_long_inc(v) atomic_inc(v)
#define atomic_long_dec(v) atomic_dec(v)
#define raw_atomic_long_inc(v) atomic_inc(v)

/* Bits of an array of longs. */
#define NMICHECK_LONG(bit, words) (((unsigned long *)(words))[(bit) / 64])
#define NMICHECK_MASK(bit) (1UL << ((bit) % 64))
#define test_bit(bit, words) ((NMICHECK_LONG(bit, words) & NMICHECK_MASK(bit)) != 0)
#define set_bit(bit, words) ((void)(NMICHECK_LONG(bit, words) |= NMICHECK_MASK(bit)))
#define clear_bit(bit, words) ((void)(NMICHECK_LONG(bit, words) &= ~NMICHECK_MASK(bit)))
#define __set_bit(bit, words) set_bit(bit, words)
#define __clear_bit(bit, words) clear_bit(bit, words)
#define test_and_set_bit(bit, words)                             \
	({                                                       \
		bool nmicheck_was = test_bit(bit, words);        \
		set_bit(bit, words);                             \
		nmicheck_was;                                    \
	})
#define test_and_clear_bit(bit, words)                           \
	({                                                       \
		bool nmicheck_was = test_bit(bit, words);        \
		clear_bit(bit, words);                           \
		nmicheck_was;                                    \
	})

#endif
