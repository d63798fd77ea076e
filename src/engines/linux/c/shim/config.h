/*
 * The kernel configuration: a 64-bit SMP kernel with a local APIC. All else that nmi.c asks for is
 * off, as in Debian's 6.1 and 6.12 (X86_FRED, NMI_CHECK_CPU); KVM_INTEL, a module there, would add
 * one entry point that only calls exc_nmi.
 */
#ifndef NMICHECK_SHIM_CONFIG_H
#define NMICHECK_SHIM_CONFIG_H

#define CONFIG_64BIT 1
#define CONFIG_X86 1
#define CONFIG_X86_64 1
#define CONFIG_X86_LOCAL_APIC 1
#define CONFIG_SMP 1

/*
 * IS_ENABLED(CONFIG_X) is 1 or 0 in #if and in C alike: an option that is defined as 1 pastes to a
 * macro that puts one more argument in front of the 1, one that is not defined does not.
 */
#define NMICHECK_SHIFT_1 0,
#define NMICHECK_TAKE_SECOND(first, second, ...) second
#define NMICHECK_PICK(shift_or_junk) NMICHECK_TAKE_SECOND(shift_or_junk 1, 0, 0)
#define NMICHECK_PASTE(value) NMICHECK_PICK(NMICHECK_SHIFT_##value)
#define NMICHECK_IS_ONE(value) NMICHECK_PASTE(value)

#define IS_BUILTIN(option) NMICHECK_IS_ONE(option)
#define IS_MODULE(option) NMICHECK_IS_ONE(option##_MODULE)
#define IS_ENABLED(option) (IS_BUILTIN(option) || IS_MODULE(option))

#endif
