/*
 * A kernel's nmi.c, whole and as it stands, and the way into it. Compiled once for each policy with
 * -include shim.h and
 *   NMICHECK_NMI_C   the file, in quotes
 *   NMICHECK_POLICY  the policy's name, a bare word
 *   NMICHECK_KEEPS_SWALLOW_NMI  0 or 1
 *   NMICHECK_HAS_RENDEZVOUS     0 or 1: whether default_do_nmi asks microcode_nmi_handler
 *   NMICHECK_HAS_EMERGENCY      0 or 1: whether there is set_emergency_nmi_handler
 *   NMICHECK_SWALLOW_NMI, NMICHECK_LAST_NMI_RIP  what the variable of this name is: see below
 * Everything but nmicheck_kernel_<policy> is made local to the object file afterwards.
 */
#define NMICHECK_NONE 0
#define NMICHECK_PER_CPU 1
#define NMICHECK_GLOBAL 2

#include NMICHECK_NMI_C

#define NMICHECK_EACH_HANDLER(X) \
	X(0) X(1) X(2) X(3) X(4) X(5) X(6) X(7) X(8) X(9) X(10) X(11) X(12) X(13) X(14) X(15)

/* The kernel tells a handler nothing of which one it is, so each is a function of its own. */
#define NMICHECK_DEFINE_HANDLER(n)                                               \
	static int nmicheck_handler_##n(unsigned int type, struct pt_regs *regs) \
	{                                                                        \
		(void)regs;                                                      \
		return type == NMI_LOCAL ? nmicheck_handler_called(n) : NMI_DONE; \
	}
NMICHECK_EACH_HANDLER(NMICHECK_DEFINE_HANDLER)

#define NMICHECK_EACH_UNKNOWN_HANDLER(X) X(0) X(1)
#define NMICHECK_DEFINE_UNKNOWN_HANDLER(n)                                               \
	static int nmicheck_unknown_handler_##n(unsigned int type, struct pt_regs *regs) \
	{                                                                                \
		(void)regs;                                                              \
		return type == NMI_UNKNOWN ? nmicheck_unknown_handler_called(n)          \
					   : NMI_DONE;                                   \
	}
NMICHECK_EACH_UNKNOWN_HANDLER(NMICHECK_DEFINE_UNKNOWN_HANDLER)

static int nmicheck_serr_handler(unsigned int type, struct pt_regs *regs)
{
	(void)regs;
	return type == NMI_SERR ? nmicheck_port_handler_called(false) : NMI_DONE;
}

static int nmicheck_io_check_handler(unsigned int type, struct pt_regs *regs)
{
	(void)regs;
	return type == NMI_IO_CHECK ? nmicheck_port_handler_called(true) : NMI_DONE;
}

static struct nmiaction nmicheck_serr_action = {
	.list = LIST_HEAD_INIT(nmicheck_serr_action.list),
	.handler = nmicheck_serr_handler,
	.name = "nmicheck_serr",
};
static struct nmiaction nmicheck_io_check_action = {
	.list = LIST_HEAD_INIT(nmicheck_io_check_action.list),
	.handler = nmicheck_io_check_handler,
	.name = "nmicheck_io_check",
};

#define NMICHECK_ACTION(n)                                              \
	[n] = {                                                         \
		.list = LIST_HEAD_INIT(nmicheck_actions[n].list),       \
		.handler = nmicheck_handler_##n,                        \
		.name = "nmicheck" #n,                                  \
	},
static struct nmiaction nmicheck_actions[NMICHECK_HANDLERS] = {
	NMICHECK_EACH_HANDLER(NMICHECK_ACTION)
};

#define NMICHECK_UNKNOWN_ACTION(n)                                       \
	[n] = {                                                          \
		.list = LIST_HEAD_INIT(nmicheck_unknown_actions[n].list), \
		.handler = nmicheck_unknown_handler_##n,                 \
		.name = "nmicheck_unknown" #n,                           \
	},
static struct nmiaction nmicheck_unknown_actions[NMICHECK_UNKNOWN_HANDLERS] = {
	NMICHECK_EACH_UNKNOWN_HANDLER(NMICHECK_UNKNOWN_ACTION)
};

static void nmicheck_register_action(unsigned int type, struct nmiaction *action)
{
	if (__register_nmi_handler(type, action))
		nmicheck_die("__register_nmi_handler refused a handler");
}

static void nmicheck_unregister_action(unsigned int type, struct nmiaction *action)
{
	unregister_nmi_handler(type, action->name);
	/* Kernels before 6.1 leave the entry pointing into the list. */
	INIT_LIST_HEAD(&action->list);
}

static void nmicheck_register(unsigned int handler)
{
	nmicheck_register_action(NMI_LOCAL, &nmicheck_actions[handler]);
}

static void nmicheck_unregister(unsigned int handler)
{
	nmicheck_unregister_action(NMI_LOCAL, &nmicheck_actions[handler]);
}

static void nmicheck_register_unknown(unsigned int handler)
{
	nmicheck_register_action(NMI_UNKNOWN, &nmicheck_unknown_actions[handler]);
}

static void nmicheck_unregister_unknown(unsigned int handler)
{
	nmicheck_unregister_action(NMI_UNKNOWN, &nmicheck_unknown_actions[handler]);
}

static void nmicheck_register_port(void)
{
	nmicheck_register_action(NMI_SERR, &nmicheck_serr_action);
	nmicheck_register_action(NMI_IO_CHECK, &nmicheck_io_check_action);
}

static void nmicheck_unregister_port(void)
{
	nmicheck_unregister_action(NMI_IO_CHECK, &nmicheck_io_check_action);
	nmicheck_unregister_action(NMI_SERR, &nmicheck_serr_action);
}

#if NMICHECK_HAS_EMERGENCY
/*
 * As crash_nmi_callback does on the CPU that crashes: "Don't do anything if this handler is invoked on
 * crashing cpu". It does not return on the others.
 */
static int nmicheck_emergency_handler(unsigned int type, struct pt_regs *regs)
{
	(void)regs;
	nmicheck_emergency();
	return type == NMI_LOCAL ? NMI_HANDLED : NMI_DONE;
}

static void nmicheck_set_emergency_handler(int is_set)
{
	set_emergency_nmi_handler(NMI_LOCAL, is_set ? nmicheck_emergency_handler : NULL);
}
#else
static void nmicheck_set_emergency_handler(int is_set)
{
	(void)is_set;
}
#endif

static void nmicheck_set_panics(int on_unknown, int on_unrecovered, int on_io)
{
	unknown_nmi_panic = on_unknown;
	panic_on_unrecovered_nmi = on_unrecovered;
	panic_on_io_nmi = on_io;
}

static void nmicheck_take_nmi(unsigned long ip, int from_user)
{
	/* __USER_CS with its privilege level, and __KERNEL_CS. */
	struct pt_regs regs = { .ip = ip, .cs = from_user ? 0x33 : 0x10 };

	exc_nmi(&regs);
}

static void nmicheck_touch(void)
{
	local_touch_nmi();
}

/* A patch may keep something else, or one value for all CPUs. */
#if NMICHECK_LAST_NMI_RIP == NMICHECK_PER_CPU
#define nmicheck_kept_rip (*this_cpu_ptr(&last_nmi_rip))
#elif NMICHECK_LAST_NMI_RIP == NMICHECK_GLOBAL
#define nmicheck_kept_rip last_nmi_rip
#else
static unsigned long nmicheck_kept_rip;
#endif

#if NMICHECK_SWALLOW_NMI == NMICHECK_PER_CPU
#define nmicheck_kept_flag (*this_cpu_ptr(&swallow_nmi))
#elif NMICHECK_SWALLOW_NMI == NMICHECK_GLOBAL
#define nmicheck_kept_flag swallow_nmi
#else
static int nmicheck_kept_flag;
#endif

static unsigned long nmicheck_last_nmi_rip(void)
{
	return nmicheck_kept_rip;
}

static void nmicheck_set_last_nmi_rip(unsigned long ip)
{
	nmicheck_kept_rip = ip;
}

static int nmicheck_swallow_nmi(void)
{
	return nmicheck_kept_flag;
}

static void nmicheck_set_swallow_nmi(int armed)
{
	nmicheck_kept_flag = armed != 0;
}

#define NMICHECK_GLUE(a, b) a##b
#define NMICHECK_NAME(policy) NMICHECK_GLUE(nmicheck_kernel_, policy)
#define NMICHECK_TEXT(word) #word
#define NMICHECK_QUOTE(word) NMICHECK_TEXT(word)

const struct nmicheck_kernel NMICHECK_NAME(NMICHECK_POLICY) = {
	.policy = NMICHECK_QUOTE(NMICHECK_POLICY),
	.keeps_swallow_nmi = NMICHECK_KEEPS_SWALLOW_NMI,
	.has_rendezvous = NMICHECK_HAS_RENDEZVOUS,
	.has_emergency = NMICHECK_HAS_EMERGENCY,
	.register_handler = nmicheck_register,
	.unregister_handler = nmicheck_unregister,
	.register_unknown_handler = nmicheck_register_unknown,
	.unregister_unknown_handler = nmicheck_unregister_unknown,
	.register_port_handlers = nmicheck_register_port,
	.unregister_port_handlers = nmicheck_unregister_port,
	.set_emergency_handler = nmicheck_set_emergency_handler,
	.set_panics = nmicheck_set_panics,
	.take_nmi = nmicheck_take_nmi,
	.touch = nmicheck_touch,
	.last_nmi_rip = nmicheck_last_nmi_rip,
	.set_last_nmi_rip = nmicheck_set_last_nmi_rip,
	.swallow_nmi = nmicheck_swallow_nmi,
	.set_swallow_nmi = nmicheck_set_swallow_nmi,
};
