/* The machine and the rest of the kernel around the CPU. */
#ifndef NMICHECK_SHIM_PLATFORM_H
#define NMICHECK_SHIM_PLATFORM_H

/* asm/mach_traps.h of Linux 6.1: port 0x61, NMI status and control. */
#define NMI_REASON_PORT 0x61
#define NMI_REASON_SERR 0x80
#define NMI_REASON_IOCHK 0x40
#define NMI_REASON_MASK (NMI_REASON_SERR | NMI_REASON_IOCHK)
#define NMI_REASON_CLEAR_SERR 0x04
#define NMI_REASON_CLEAR_IOCHK 0x08
#define NMI_REASON_CLEAR_MASK 0x0f

struct x86_platform_ops {
	unsigned char (*get_nmi_reason)(void);
};
extern struct x86_platform_ops x86_platform;

static inline void outb(unsigned char value, unsigned short port)
{
	nmicheck_outb(value, port);
}

static inline void reassert_nmi(void)
{
}

/* Some kernels define these two in nmi.c itself; the environment has them for the others. */
extern int panic_on_unrecovered_nmi;
extern int panic_on_io_nmi;

struct pt_regs;

static inline void nmi_panic(struct pt_regs *regs, const char *message)
{
	(void)regs;
	nmicheck_panic(message);
}

#define panic(message, ...) nmicheck_panic(message)

static inline void show_regs(struct pt_regs *regs)
{
	(void)regs;
}

static inline void run_crash_ipi_callback(struct pt_regs *regs)
{
	(void)regs;
}

static inline void touch_nmi_watchdog(void)
{
}

#define trace_nmi_handler(handler, nanoseconds, handled) \
	((void)(handler), (void)(nanoseconds), (void)(handled))

/* A microcode update is under way where the machine says so: only a CPU that it summoned is asked. */
#define microcode_nmi_handler_enabled() true
#define microcode_nmi_handler() (nmicheck_rendezvous() != 0)
#define microcode_offline_nmi_handler() ((void)0)
#define stop_machine_nmi_handler_enabled() false
#define stop_machine_nmi_handler() false

struct dentry;
static struct dentry *const arch_debugfs_dir = NULL;

static inline void debugfs_create_u64(const char *name, unsigned short mode,
				      struct dentry *parent, u64 *value)
{
	(void)name;
	(void)mode;
	(void)parent;
	(void)value;
}

#endif
