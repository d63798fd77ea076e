// SPDX-License-Identifier: MIT OR GPL-2.0
/*
 * NMIs that nest. A page fault ends with IRET, and IRET unblocks NMIs (Intel SDM volume 3, "Handling
 * Multiple NMIs"); QEMU's TCG does so as well. The next one then enters asm_exc_nmi
 * (arch/x86/entry/entry_64.S), which finds that an NMI is being executed and, from kernel mode,
 * makes the outer one's "iret" frame return to repeat_nmi.
 */
#include <linux/uaccess.h>
#include "nmicheck.h"

/* In the hole at the end of the address space: Documentation/arch/x86/x86_64/mm.rst. */
#define NOT_MAPPED ((const void *)0xfffffffffffff000UL)

/* A page fault that the exception table answers, as those of perf's that read a user's stack. */
static void fault(void)
{
	unsigned long value = 0;

	__get_kernel_nofault(&value, NOT_MAPPED, unsigned long, mapped_not);
mapped_not:
	barrier_data(&value);
}

/*
 * Lets an NMI in, the one that is latched or one that is sent now; whether one nested. The frame that
 * the outer one's IRET uses stands behind pt_regs (see handlers.c): it leads elsewhere then.
 */
noinline bool nest(struct pt_regs *regs, bool sends)
{
	const unsigned long *iret = (const unsigned long *)(regs + 1);

	fault();
	if (sends)
		apic_send_nmi();
	barrier();
	return READ_ONCE(iret[0]) != regs->ip;
}
