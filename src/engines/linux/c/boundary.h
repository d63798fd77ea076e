/*
 * What the kernel's nmi.c and the machine around it know of each other. Both sides include this
 * file: the kernel's side is compiled without libc's headers, so only plain C types appear.
 */
#ifndef NMICHECK_BOUNDARY_H
#define NMICHECK_BOUNDARY_H

enum {
	/* How many CPUs a machine can have. */
	NMICHECK_CPUS = 4,
	/* How many NMI_LOCAL handlers a chain can have; kernel.c defines one function for each. */
	NMICHECK_HANDLERS = 16,
	/* The same for NMI_UNKNOWN. */
	NMICHECK_UNKNOWN_HANDLERS = 2,
};

/* One nmi.c, compiled with the edits of one policy. */
struct nmicheck_kernel {
	const char *policy;
	/* Whether this variant ever reads swallow_nmi. */
	int keeps_swallow_nmi;
	/* Whether default_do_nmi asks the handler of a microcode update first. */
	int has_rendezvous;
	/* Whether nmi_handle calls an emergency handler alone, if one is set. */
	int has_emergency;
	/* __register_nmi_handler and unregister_nmi_handler on the NMI_LOCAL chain. */
	void (*register_handler)(unsigned int handler);
	void (*unregister_handler)(unsigned int handler);
	/* The same on the NMI_UNKNOWN chain. */
	void (*register_unknown_handler)(unsigned int handler);
	void (*unregister_unknown_handler)(unsigned int handler);
	/* A handler on each of the chains NMI_SERR and NMI_IO_CHECK. */
	void (*register_port_handlers)(void);
	void (*unregister_port_handlers)(void);
	/* set_emergency_nmi_handler on the NMI_LOCAL chain: a handler of a crash, or none. */
	void (*set_emergency_handler)(int is_set);
	/* unknown_nmi_panic, panic_on_unrecovered_nmi, panic_on_io_nmi. */
	void (*set_panics)(int on_unknown, int on_unrecovered, int on_io);
	/* exc_nmi with regs->ip = ip, from user mode or from the kernel. */
	void (*take_nmi)(unsigned long ip, int from_user);
	/* local_touch_nmi. */
	void (*touch)(void);
	/* The per-CPU variables of nmi.c on the present CPU. An address of 0 means: no NMI yet. */
	unsigned long (*last_nmi_rip)(void);
	void (*set_last_nmi_rip)(unsigned long ip);
	int (*swallow_nmi)(void);
	void (*set_swallow_nmi)(int armed);
};

/* The machine's: a handler polls its slots and returns how many events it claimed. */
int nmicheck_handler_called(unsigned int handler);
/* The machine's: a handler of the NMI_UNKNOWN chain says how much it claims. */
int nmicheck_unknown_handler_called(unsigned int handler);
/* The machine's: the handler of NMI_SERR, or of NMI_IO_CHECK, says whether it claims. */
int nmicheck_port_handler_called(int is_io_check);
/* The machine's: whether a microcode update takes the NMI; it waits for all CPUs. */
int nmicheck_rendezvous(void);
/* The machine's: the handler of a crash runs; it returns on the CPU that crashes alone. */
void nmicheck_emergency(void);
/* The machine's: port 0x61 is read; an I/O port is written. */
unsigned char nmicheck_reason(void);
void nmicheck_outb(unsigned char value, unsigned short port);
/* The machine's: in an NMI, the kernel is about to take a lock. */
void nmicheck_lock_wanted(void);
/* The machine's: the kernel waits for a lock. Whether somebody may release it meanwhile. */
_Bool nmicheck_waited(void);
/* The machine's: default_do_nmi is about to run, or has run. More than once if an NMI nests. */
void nmicheck_run_begins(void);
void nmicheck_run_ends(void);

/* The environment's, called by the shim in place of the kernel's own. */
int nmicheck_printk(const char *format, ...);
/* The kernel panics: back to where the NMI was taken, or as nmicheck_die() where nobody asked for it. */
void nmicheck_panic(const char *why) __attribute__((noreturn));
/* Prints why the kernel cannot go on, and ends the engine with exit code 70. */
void nmicheck_die(const char *why) __attribute__((noreturn));
/* Says on stderr that a kernel warning fired, the first time that `*once` is seen; returns it. */
int nmicheck_warn(int fired, unsigned char *once, const char *condition, int line);

/* The CPU that runs. What follows is that CPU's own, but for the clock. */
extern unsigned int nmicheck_cpu;
/* How far the present CPU's per-CPU area is from the section that nmi.c's variables stand in. */
extern unsigned long nmicheck_cpu_offset;
/* How many locks and read sides the kernel's code holds. */
extern int nmicheck_held;
/* How deep in NMI context the CPU is. */
extern int nmicheck_in_nmi;
/* The address of the last page fault. */
extern unsigned long nmicheck_cr2;
/* How often cpu_relax() was called since the NMI was taken. */
extern unsigned long nmicheck_relaxed;
/* The kernel's clock, in ticks of 4 ms (HZ = 250, as Debian builds). */
extern volatile unsigned long jiffies;

#define NMICHECK_HZ 250

#endif
