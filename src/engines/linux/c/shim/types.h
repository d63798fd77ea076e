/* Types and annotations of the kernel's C dialect. */
#ifndef NMICHECK_SHIM_TYPES_H
#define NMICHECK_SHIM_TYPES_H

/* gcc's own headers: they belong to a freestanding implementation. */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef uint8_t u8;
typedef uint16_t u16;
typedef uint32_t u32;
typedef uint64_t u64;
typedef int32_t s32;
typedef int64_t s64;
typedef long long loff_t;

#define __user
#define __init
#define __read_mostly
#define __ro_after_init
#define __percpu
#define __maybe_unused __attribute__((__unused__))
#define fallthrough __attribute__((__fallthrough__))
#define __always_inline inline __attribute__((always_inline))
#define __visible __attribute__((externally_visible))
#define asmlinkage
#define dotraplinkage
#define noinline __attribute__((__noinline__))
#define noinstr __attribute__((__noinline__))
#define notrace
#define __kprobes

#define likely(x) __builtin_expect(!!(x), 1)
#define unlikely(x) __builtin_expect(!!(x), 0)
#define READ_ONCE(x) (*(const volatile __typeof__(x) *)&(x))
#define WRITE_ONCE(x, value) ((void)(*(volatile __typeof__(x) *)&(x) = (value)))
#define smp_wmb() __sync_synchronize()
#define smp_rmb() __sync_synchronize()
#define smp_mb() __sync_synchronize()
#define smp_store_release(pointer, value) WRITE_ONCE(*(pointer), value)
#define smp_load_acquire(pointer) READ_ONCE(*(pointer))
#define barrier() __asm__ volatile("" ::: "memory")

#define EINVAL 22

/* Divides `n` in place and gives the remainder. */
#define do_div(n, base)                              \
	({                                           \
		u32 nmicheck_rest = (u32)((n) % (base)); \
		(n) /= (base);                       \
		nmicheck_rest;                       \
	})

/* What is said of a symbol does not matter here, and stands where only a declaration may. */
#define EXPORT_SYMBOL(symbol) struct nmicheck_nothing
#define EXPORT_SYMBOL_GPL(symbol) struct nmicheck_nothing
#define NOKPROBE_SYMBOL(symbol) struct nmicheck_nothing

/* Functions that run at boot are compiled and kept, and not called. */
#define __setup(text, function) \
	static int (*const nmicheck_setup_##function)(char *) __attribute__((used)) = function
#define fs_initcall(function) \
	static int (*const nmicheck_init_##function)(void) __attribute__((used)) = function

int strcmp(const char *a, const char *b);

#endif
