/* SPDX-License-Identifier: MIT OR GPL-2.0 */
/* What the module has room for. src/engines/qemu/program.ts holds the same numbers. */
#ifndef NMICHECK_LIMITS_H
#define NMICHECK_LIMITS_H

#define MAX_HANDLERS 8
#define MAX_SLOTS 8
#define MAX_POLLS (MAX_HANDLERS * MAX_SLOTS)
#define MAX_PLACES 4
#define MAX_NMIS 128
#define MAX_EDGES 4096

#endif
