/* SPDX-License-Identifier: MIT OR GPL-2.0 */
/*
 * The places at which the traces' NMIs find the CPU outside NMI context.
 *
 * void nmicheck_place_N(void __iomem *icr, u32 command, unsigned int edges, unsigned long turns, u32 id)
 *
 * writes the command into the local APIC's interrupt command register, once for each edge, and
 * stands at nmicheck_at_N, one instruction, for so many turns (one at least). Without @icr the register
 * is an MSR, and @id the CPU's own.
 *
 * QEMU's TCG (seen with 7.2) looks for a pending NMI where a translation block begins, so straight
 * code that ends with a jump gives two things: the edges fold in the CPU's latch before it takes the
 * NMI, and regs->ip is nmicheck_at_N. An NMI that was latched while another was in progress is taken
 * right after the IRET, at the same address. A real CPU takes an NMI some hundred cycles after the
 * write, while it stands there; a hypervisor injects it right behind the write. Either is one address
 * for each place.
 *
 * All places share one shape of stack and registers: a handler may send the CPU on to another one, or
 * to nmicheck_behind_N, where it sends one edge more before it stands there.
 */
#include <linux/linkage.h>
#include <linux/objtool.h>
#include <asm/nospec-branch.h>
#include <asm/unwind_hints.h>
#include "limits.h"

/* The interrupt command register of an x2APIC (Intel SDM volume 3, "x2APIC Register Address Space"). */
#define X2APIC_ICR 0x830

.macro place n
SYM_FUNC_START(nmicheck_place_\n)
	testq	%rdi, %rdi
	jz	5f
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
5:	movq	%rcx, %r10
	movl	%edx, %r9d
	movl	%esi, %eax
	movl	%r8d, %edx
	movl	$X2APIC_ICR, %ecx
6:	wrmsr
	decl	%r9d
	jnz	6b
	movq	%r10, %rcx
	jmp	nmicheck_at_\n
SYM_INNER_LABEL(nmicheck_behind_\n, SYM_L_GLOBAL)
	ANNOTATE_NOENDBR
	/* Only an IRET comes here: objtool would take it for code that nothing reaches. */
	UNWIND_HINT_FUNC
	movl	$1, %edx
	testq	%rdi, %rdi
	jz	5b
	jmp	1b
SYM_INNER_LABEL(nmicheck_at_\n, SYM_L_GLOBAL)
	ANNOTATE_NOENDBR
	/* By a local label: a module is not relocated by one byte. */
7:	loop	7b
	RET
SYM_FUNC_END(nmicheck_place_\n)
.endm

.text
place 1
place 2
place 3
place 4
