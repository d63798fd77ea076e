#include "places.h"

/* Where the kernel's text begins. */
static const unsigned long TEXT = 0xffffffff81000000UL;

/* Bits 4, 5 and 6 of a place's number each turn every third bit of an address from bit 8 on. */
static const unsigned long THIRD = 0x249249249200UL >> 1;

/* An address is canonical: its bits from 47 on are alike. */
static const unsigned long UPPER_HALF = ~0UL << 47;

static unsigned long turned(unsigned long bits)
{
	return (bits & 1 ? THIRD : 0) ^ (bits & 2 ? THIRD << 1 & ~UPPER_HALF : 0) ^
	       (bits & 4 ? (THIRD << 2 & ~UPPER_HALF) | UPPER_HALF : 0);
}

unsigned long place_address(unsigned int place)
{
	unsigned long number = place;
	unsigned long low = (number & 0xf) << 4 | (number >> 4 & 0xf) | (number & ~0xffUL);

	return TEXT ^ low ^ turned(number >> 4);
}

unsigned int place_at(unsigned long address)
{
	unsigned long bits = (address ^ TEXT) & 0xf;
	unsigned long low = address ^ TEXT ^ turned(bits);
	unsigned long number = (low >> 4 & 0xf) | bits << 4 | (low & ~0xffUL);

	return number > ~0U ? 0 : (unsigned int)number;
}

bool place_is_of_users(unsigned long address)
{
	return !(address & UPPER_HALF);
}
