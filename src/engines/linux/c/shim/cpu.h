/* The CPU that an NMI is taken on: registers, entry and exit, per-CPU facts. */
#ifndef NMICHECK_SHIM_CPU_H
#define NMICHECK_SHIM_CPU_H

struct pt_regs {
	unsigned long r15, r14, r13, r12, bp, bx, r11, r10, r9, r8, ax, cx, dx, si, di, orig_ax;
	unsigned long ip, cs, flags, sp, ss;
};

/* Entry points are functions of the name given, as asm/idtentry.h and asm/fred.h make them. */
#define DEFINE_IDTENTRY_RAW(function) void function(struct pt_regs *regs)
#define DEFINE_IDTENTRY_NMI(function) DEFINE_IDTENTRY_RAW(function)
#define DEFINE_FREDENTRY_NMI(function) DEFINE_IDTENTRY_RAW(fred_##function)

typedef struct {
	bool exit_rcu;
	bool lockdep;
} irqentry_state_t;

static inline irqentry_state_t irqentry_nmi_enter(struct pt_regs *regs)
{
	(void)regs;
	nmicheck_in_nmi++;
	nmicheck_run_begins();
	return (irqentry_state_t){ false, false };
}

static inline void irqentry_nmi_exit(struct pt_regs *regs, irqentry_state_t state)
{
	(void)regs;
	(void)state;
	nmicheck_run_ends();
	nmicheck_in_nmi--;
}

/* The same in Linux 5.10. */
static inline bool idtentry_enter_nmi(struct pt_regs *regs)
{
	return irqentry_nmi_enter(regs).exit_rcu;
}

static inline void idtentry_exit_nmi(struct pt_regs *regs, bool restore)
{
	irqentry_nmi_exit(regs, (irqentry_state_t){ restore, false });
}

#define in_nmi() nmicheck_in_nmi
#define user_mode(regs) (((regs)->cs & 3) == 3)
#define instrumentation_begin() ((void)0)
#define instrumentation_end() ((void)0)
#define inc_irq_stat(counter) ((void)0)
#define mds_user_clear_cpu_buffers() ((void)0)

/* A page fault in a handler changes CR2: the kernel must put it back. */
static inline unsigned long read_cr2(void)
{
	return nmicheck_cr2;
}

static inline void write_cr2(unsigned long address)
{
	nmicheck_cr2 = address;
}

/* No breakpoint happens in an NMI here: DR7 stays as it is. */
static inline unsigned long local_db_save(void)
{
	return 0;
}

static inline void local_db_restore(unsigned long dr7)
{
	(void)dr7;
}

/* Whoever relaxes that often waits for something that no other CPU is there to do. */
static inline void cpu_relax(void)
{
	if (!nmicheck_waited() && ++nmicheck_relaxed > 1000)
		nmicheck_die("deadlock: the CPU waits in a loop for another one");
}

struct cpumask {
	unsigned long bits;
};

#define smp_processor_id() nmicheck_cpu
#define raw_smp_processor_id() nmicheck_cpu
#define instruction_pointer(regs) ((regs)->ip)
#define preempt_disable() barrier()
#define preempt_enable() barrier()
/* As in an NMI. */
#define irqs_disabled() true
#define local_irq_save(flags) ((void)((flags) = 0))
#define local_irq_restore(flags) ((void)(flags))

/* A CPU without the features that nmi.c asks for, and no key that was switched. */
#define cpu_feature_enabled(feature) false
#define boot_cpu_has(feature) false
#define static_cpu_has(feature) false
#define this_cpu_has(feature) false
struct static_key_false {
	bool enabled;
};
struct static_key_true {
	bool enabled;
};
#define DEFINE_STATIC_KEY_FALSE(name) struct static_key_false name = { false }
#define DEFINE_STATIC_KEY_TRUE(name) struct static_key_true name = { true }
#define static_branch_likely(key) ((key)->enabled)
#define static_branch_unlikely(key) ((key)->enabled)
#define static_branch_enable(key) ((void)((key)->enabled = true))
#define static_branch_disable(key) ((void)((key)->enabled = false))

#define for_each_cpu(cpu, mask) for ((cpu) = 0; (cpu) < 1 && ((mask)->bits & 1); (cpu)++)
#define cpu_is_offline(cpu) ((void)(cpu), 0)
#define arch_cpu_is_offline(cpu) ((void)(cpu), 0)

/* Not a guest with encrypted state. */
#define sev_es_nmi_complete() ((void)0)
#define sev_es_ist_enter(regs) ((void)(regs))
#define sev_es_ist_exit() ((void)0)

#endif
