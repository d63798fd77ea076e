// SPDX-License-Identifier: MIT OR GPL-2.0
/*
 * The line to the host: the guest's second serial port, polled. The kernel's console is on the first
 * one, so that no message of the kernel's comes between. The serial driver leaves a port alone that
 * nobody opens.
 */
#include <linux/delay.h>
#include <linux/io.h>
#include <linux/sched.h>
#include <linux/serial_reg.h>
#include "nmicheck.h"

#define COM2 0x2f8

/*
 * QEMU takes as many bytes from the host at a time as the trigger level of the FIFO says
 * (hw/char/serial.c, serial_can_receive), whatever the speed: 14, or else one.
 */
void line_open(void)
{
	outb(0, COM2 + UART_IER);
	outb(UART_FCR_ENABLE_FIFO | UART_FCR_TRIGGER_14, COM2 + UART_FCR);
}

static bool has(u8 status)
{
	return inb(COM2 + UART_LSR) & status;
}

/* Waits for the host as long as it takes: it ends the machine when it is done with it. */
static char read_byte(void)
{
	unsigned int looks = 0;

	while (!has(UART_LSR_DR)) {
		if (++looks % 256 == 0)
			usleep_range(50, 100);
		cond_resched();
	}
	return inb(COM2 + UART_RX);
}

/* The bytes up to the end of the line, which is not counted; -E2BIG for a line that is too long. */
int line_read(char *to, unsigned int size)
{
	unsigned int length = 0;
	char byte;

	while ((byte = read_byte()) != '\n') {
		if (length == size)
			return -E2BIG;
		to[length++] = byte;
	}
	return length;
}

void line_write(const char *from, unsigned int size)
{
	while (size--) {
		while (!has(UART_LSR_THRE))
			cpu_relax();
		outb(*from++, COM2 + UART_TX);
	}
}
