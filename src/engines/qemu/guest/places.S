/* SPDX-License-Identifier: MIT OR GPL-2.0 */
/*
 * The places at which the traces' NMIs find the CPU outside NMI context.
 *
 * void nmicheck_place_N(void __iomem *icr, u32 command, unsigned int edges)
 *
 * writes the command into the local APIC's interrupt command register, once for each edge, and
 * stands at nmicheck_at_N. QEMU's TCG (seen with 7.2) looks for a pending NMI where a translation
 * block begins, so straight code that ends with a jump gives two things: the edges fold in the
 * CPU's latch before it takes the NMI, and regs->ip is nmicheck_at_N. An NMI that was latched while
 * another was in progress is taken right after the IRET, at the same address.
 *
 * All places share one shape of stack and registers: a handler may send the CPU on to another one.
 */
#include <linux/linkage.h>
#include <linux/objtool.h>
#include <asm/nospec-branch.h>
#include "limits.h"

.macro place n
SYM_FUNC_START(nmicheck_place_\n)
	cmpl	$3, %edx
	ja	4f
	je	3f
	cmpl	$2, %edx
	je	2f
	jmp	1f
4:	movl	%esi, (%rdi)
3:	movl	%esi, (%rdi)
2:	movl	%esi, (%rdi)
1:	movl	%esi, (%rdi)
	jmp	nmicheck_at_\n
SYM_INNER_LABEL(nmicheck_at_\n, SYM_L_GLOBAL)
	ANNOTATE_NOENDBR
	RET
SYM_FUNC_END(nmicheck_place_\n)
.endm

.text
place 1
place 2
place 3
place 4
