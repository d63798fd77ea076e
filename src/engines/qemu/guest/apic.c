// SPDX-License-Identifier: MIT OR GPL-2.0
/*
 * Self-IPIs in NMI mode through the local APIC's registers in memory. The guest is booted with
 * nox2apic: as an MSR the register could not be written by straight code that stays in one
 * translation block (see places.S). The shorthand "self" is not permitted for NMIs (Intel SDM
 * volume 3, "Valid Combinations for the ... Interrupt Command Register"), so the destination is the
 * CPU's own physical id.
 */
#include <linux/io.h>
#include <asm/apicdef.h>
#include <asm/fixmap.h>
#include <asm/apic.h>
#include "nmicheck.h"

#define COMMAND (APIC_DM_NMI | APIC_DEST_PHYSICAL | APIC_INT_ASSERT)

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
	address_self();
	writel(COMMAND, apic_register(APIC_ICR));
}

/* So many edges (four stand for more) while the CPU stands at a place. */
void apic_send_nmi_at(unsigned int place, unsigned int edges)
{
	address_self();
	switch (place) {
#define SEND_AT(N)								\
	case N:									\
		nmicheck_place_##N(apic_register(APIC_ICR), COMMAND, edges);	\
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
