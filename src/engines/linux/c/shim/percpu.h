/*
 * Per-CPU variables stand in a section of their own, which is never written: each CPU has a copy
 * of the section, and a variable's address there is its address here plus the CPU's offset. So
 * members of per-CPU structures work as well, and the section keeps the values of a fresh boot.
 */
#ifndef NMICHECK_SHIM_PERCPU_H
#define NMICHECK_SHIM_PERCPU_H

#define DEFINE_PER_CPU(type, name) \
	__attribute__((section("nmicheck_percpu"))) __typeof__(type) name
#define DEFINE_PER_CPU_READ_MOSTLY(type, name) DEFINE_PER_CPU(type, name)
#define DEFINE_PER_CPU_ALIGNED(type, name) DEFINE_PER_CPU(type, name)
#define DEFINE_PER_CPU_SHARED_ALIGNED(type, name) DEFINE_PER_CPU(type, name)
#define DECLARE_PER_CPU(type, name) extern DEFINE_PER_CPU(type, name)

/* The asm hides from the compiler that the result has anything to do with the variable. */
#define this_cpu_ptr(pointer)                                                    \
	({                                                                       \
		unsigned long nmicheck_address;                                  \
		__asm__("" : "=r"(nmicheck_address) : "0"(pointer));             \
		(__typeof__(pointer))(nmicheck_address + nmicheck_cpu_offset);   \
	})
#define per_cpu_ptr(pointer, cpu) ((void)(cpu), this_cpu_ptr(pointer))

#define this_cpu_read(variable) (*this_cpu_ptr(&(variable)))
#define this_cpu_write(variable, value) ((void)(*this_cpu_ptr(&(variable)) = (value)))
#define this_cpu_add(variable, value) ((void)(*this_cpu_ptr(&(variable)) += (value)))
#define this_cpu_inc(variable) this_cpu_add(variable, 1)
#define this_cpu_dec(variable) this_cpu_add(variable, -1)
#define this_cpu_sub(variable, value) ((void)(*this_cpu_ptr(&(variable)) -= (value)))
#define this_cpu_and(variable, value) ((void)(*this_cpu_ptr(&(variable)) &= (value)))
#define this_cpu_or(variable, value) ((void)(*this_cpu_ptr(&(variable)) |= (value)))
#define this_cpu_add_return(variable, value) (*this_cpu_ptr(&(variable)) += (value))
#define this_cpu_sub_return(variable, value) (*this_cpu_ptr(&(variable)) -= (value))
#define this_cpu_inc_return(variable) (++*this_cpu_ptr(&(variable)))
#define this_cpu_dec_return(variable) (--*this_cpu_ptr(&(variable)))
#define this_cpu_xchg(variable, value) nmicheck_exchange(this_cpu_ptr(&(variable)), value)
#define this_cpu_cmpxchg(variable, old, value) \
	nmicheck_compare_exchange(this_cpu_ptr(&(variable)), old, value)

#define __this_cpu_read(variable) this_cpu_read(variable)
#define __this_cpu_write(variable, value) this_cpu_write(variable, value)
#define __this_cpu_add(variable, value) this_cpu_add(variable, value)
#define __this_cpu_sub(variable, value) this_cpu_sub(variable, value)
#define __this_cpu_inc(variable) this_cpu_inc(variable)
#define __this_cpu_dec(variable) this_cpu_dec(variable)
#define __this_cpu_and(variable, value) this_cpu_and(variable, value)
#define __this_cpu_or(variable, value) this_cpu_or(variable, value)
#define __this_cpu_add_return(variable, value) this_cpu_add_return(variable, value)
#define __this_cpu_sub_return(variable, value) this_cpu_sub_return(variable, value)
#define __this_cpu_inc_return(variable) this_cpu_inc_return(variable)
#define __this_cpu_dec_return(variable) this_cpu_dec_return(variable)
#define __this_cpu_xchg(variable, value) this_cpu_xchg(variable, value)
#define __this_cpu_cmpxchg(variable, old, value) this_cpu_cmpxchg(variable, old, value)

#define raw_cpu_read(variable) this_cpu_read(variable)
#define raw_cpu_write(variable, value) this_cpu_write(variable, value)
#define raw_cpu_add(variable, value) this_cpu_add(variable, value)
#define raw_cpu_inc(variable) this_cpu_inc(variable)
#define raw_cpu_dec(variable) this_cpu_dec(variable)
#define raw_cpu_ptr(pointer) this_cpu_ptr(pointer)

#define get_cpu_var(variable) (*this_cpu_ptr(&(variable)))
#define put_cpu_var(variable) ((void)&(variable))

#endif
