/*
 * Force-included before a kernel's nmi.c: stands for all kernel headers that it includes except
 * its own asm/nmi.h, which is the tree's. What is missing here fails to compile; nothing is
 * declared implicitly.
 */
#ifndef NMICHECK_SHIM_H
#define NMICHECK_SHIM_H

#include "boundary.h"
#include "shim/types.h"
#include "shim/atomic.h"
#include "shim/minmax.h"
#include "shim/clock.h"
#include "shim/config.h"
#include "shim/percpu.h"
#include "shim/list.h"
#include "shim/lock.h"
#include "shim/printk.h"
#include "shim/cpu.h"
#include "shim/platform.h"

#endif
