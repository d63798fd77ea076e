/*
 * The places of a platform, which are numbers, as addresses of x86-64. The first fifteen are 16 bytes
 * apart in the kernel's text. Those up to 255 differ in every bit that an address may differ in: code
 * that looks at the address itself, and not at whether two are the same, answers otherwise there.
 */
#ifndef NMICHECK_PLACES_H
#define NMICHECK_PLACES_H

#include <stdbool.h>

/* No place, counted from 1, is at address 0. */
unsigned long place_address(unsigned int place);
/* The place at an address; 0 where there is none. */
unsigned int place_at(unsigned long address);
/* Whether an address is in the half of the users' programs. */
bool place_is_of_users(unsigned long address);

#endif
