// SPDX-License-Identifier: MIT OR GPL-2.0
/*
 * Self-IPIs in NMI mode through the local APIC: its registers in memory, or MSRs where it is an
 * x2APIC. The guest is booted with nox2apic: an MSR could not be written by straight code that stays
 * in one translation block (see places.S). The shorthand "self" is not permitted for NMIs (Intel SDM
 * volume 3, "Valid Combinations for the ... Interrupt Command Register"), so the destination is the
 * CPU's own physical id.
 */
#include <linux/io.h>
#include <asm/apicdef.h>
#include <asm/fixmap.h>
#include <asm/apic.h>
#include "nmicheck.h"

#define COMMAND (APIC_DM_NMI | APIC_DEST_PHYSICAL | APIC_INT_ASSERT)
#define X2APIC_MSR(REGISTER) (0x800 + ((REGISTER) >> 4))

/* One turn: the guest's CPU takes an NMI before it stands anywhere (see places.S). */
unsigned long apic_turns = 1;

/* The names of the kernel's own functions for MSRs differ from one version to the next. */
static u64 read_msr(u32 number)
{
	u32 low, high;

	asm volatile("rdmsr" : "=a"(low), "=d"(high) : "c"(number));
	return (u64)high << 32 | low;
}

static void write_msr(u32 number, u32 high, u32 low)
{
	asm volatile("wrmsr" : : "c"(number), "a"(low), "d"(high) : "memory");
}

static bool is_x2apic(void)
{
	return read_msr(MSR_IA32_APICBASE) & X2APIC_ENABLE;
}

static u32 x2apic_id(void)
{
	return read_msr(X2APIC_MSR(APIC_ID));
}

static void __iomem *apic_register(unsigned int offset)
{
	return (void __iomem *)(APIC_BASE + offset);
}

static void address_self(void)
{
	writel(readl(apic_register(APIC_ID)), apic_register(APIC_ICR2));
}

/* One edge from where the CPU is: for use while an NMI is in progress, when it goes to the latch. */
void apic_send_nmi(void)
{
	if (is_x2apic()) {
		write_msr(X2APIC_MSR(APIC_ICR), x2apic_id(), COMMAND);
		return;
	}
	address_self();
	writel(COMMAND, apic_register(APIC_ICR));
}

/* So many edges (four stand for more) while the CPU stands at a place. */
void apic_send_nmi_at(unsigned int place, unsigned int edges)
{
	void __iomem *command_register = apic_register(APIC_ICR);
	u32 id = 0;

	if (is_x2apic()) {
		command_register = NULL;
		id = x2apic_id();
	} else {
		address_self();
	}
	switch (place) {
#define SEND_AT(N)								\
	case N:									\
		nmicheck_place_##N(command_register, COMMAND, edges, apic_turns, id);	\
		break;
	FOR_EACH_PLACE(SEND_AT)
	}
}

unsigned long place_address(unsigned int place)
{
	switch (place) {
#define ADDRESS_OF(N)						\
	case N:							\
		return (unsigned long)nmicheck_at_##N;
	FOR_EACH_PLACE(ADDRESS_OF)
	}
	return 0;
}

unsigned long behind_address(unsigned int place)
{
	switch (place) {
#define BEHIND_OF(N)						\
	case N:							\
		return (unsigned long)nmicheck_behind_##N;
	FOR_EACH_PLACE(BEHIND_OF)
	}
	return 0;
}
