/** Why a part of `nmi.c` is reached by no behaviour of the model. */
export interface Unreached {
  readonly functions: readonly string[];
  /** Of these functions only the lines whose text matches; all of them when it is not given. */
  readonly at?: RegExp;
  readonly reason: string;
}

/**
 * The parts of `arch/x86/kernel/nmi.c` (Linux 6.1 and 6.12) that no behaviour of the model reaches.
 * The first entry that fits a line or a branch gives its reason. With the axes that some name, those
 * parts are reached: `test/kernel/linux/axes.test.ts`.
 */
export const unreached: readonly Unreached[] = [
  {
    functions: ["setup_unknown_nmi_panic"],
    reason: "runs at boot, when the command line has unknown_nmi_panic",
  },
  {
    functions: ["nmi_warning_debugfs"],
    reason: "runs at boot: makes the debugfs file nmi_longest_ns",
  },
  {
    functions: ["nmi_check_duration"],
    reason: "a handler that runs for longer than a millisecond: handlers take no time here",
  },
  {
    functions: ["set_emergency_nmi_handler"],
    at: /WARN_ON_ONCE|return;/,
    reason: "the handler of a crash is set twice: a kernel crashes once",
  },
  {
    functions: ["set_emergency_nmi_handler"],
    reason: "a crashing kernel takes all NMIs over: `--axis front-handler=emergency`",
  },
  {
    functions: ["nmi_handle"],
    at: /ehandler/,
    reason: "a crashing kernel takes all NMIs over: `--axis front-handler=emergency`",
  },
  {
    functions: ["io_check_error"],
    at: /^\s*return;/,
    reason:
      "a handler of NMI_IO_CHECK claims, which the axis reason-port has; or nmi_panic returns, since another CPU panics already: not modelled",
  },
  {
    functions: ["pci_serr_error"],
    at: /nmi_handle|return;/,
    reason: "a handler of NMI_SERR claims: `--axis reason-port=known`",
  },
  {
    functions: ["io_check_error"],
    at: /nmi_handle/,
    reason: "a handler of NMI_IO_CHECK claims: `--axis reason-port=known`",
  },
  {
    functions: ["pci_serr_error", "io_check_error"],
    at: /panic/,
    reason:
      "the kernel was told to panic on what nobody takes: `--axis panic=unrecovered`, `--axis panic=io`",
  },
  {
    functions: ["default_do_nmi"],
    at: /else if \(reason & NMI_REASON_IOCHK\)/,
    reason:
      "no bit of the reason port but SERR and IOCHK is looked at, and in the core none stands",
  },
  {
    functions: ["pci_serr_error"],
    reason: "the reason port (0x61) signals a PCI system error: `--axis reason-port=yes`",
  },
  {
    functions: ["io_check_error"],
    reason: "the reason port (0x61) signals an I/O check: `--axis reason-port=yes`",
  },
  {
    functions: ["default_do_nmi"],
    at: /microcode_nmi_handler/,
    reason: "a microcode update has summoned the CPU: `--axis front-handler=rendezvous`",
  },
  {
    functions: ["default_do_nmi"],
    at: /NMI_REASON_|pci_serr_error|io_check_error|nmi_stats\.external|raw_spin_unlock|goto out/,
    reason:
      "the reason port (0x61) signals a PCI system error or an I/O check: `--axis reason-port=yes`",
  },
  {
    functions: ["default_do_nmi"],
    at: /raw_spin_trylock|run_crash_ipi_callback|cpu_relax/,
    reason: "another CPU holds nmi_reason_lock: `--cpus 2` has one that does",
  },
  {
    functions: ["__register_nmi_handler"],
    at: /WARN_ON_ONCE|EINVAL|action->handler/,
    reason: "a handler is registered twice, or on the chain of another kind of NMI",
  },
  {
    functions: ["__register_nmi_handler"],
    at: /NMI_FLAG_FIRST|list_add_rcu/,
    reason: "a handler that asks to be called first: the chain is registered in its order",
  },
  {
    functions: ["unregister_nmi_handler"],
    at: /list_for_each_entry_rcu|if \(found\)/,
    reason: "a handler is unregistered that was not registered",
  },
  {
    functions: ["unknown_nmi_error"],
    at: /if \(handled\)|nmi_stats\.unknown, handled|return;/,
    reason: "a handler on the NMI_UNKNOWN chain claims the NMI: `--axis unknown-chain=greedy`",
  },
  {
    functions: ["unknown_nmi_error"],
    at: /nmi_panic|panic_on_unrecovered_nmi/,
    reason: "the kernel was told to panic on an unknown NMI: `--axis panic=unknown`",
  },
  {
    functions: ["unknown_nmi_error"],
    at: /pr_emerg_ratelimited/,
    reason: "the message was printed ten times in 5 s already: NMIs are further apart here",
  },
  {
    functions: ["exc_nmi"],
    at: /arch_cpu_is_offline|microcode_|return;/,
    reason: "an NMI on a CPU that is offline, or within another one",
  },
  {
    functions: ["exc_nmi"],
    at: /nmi_state|nmi_restart/,
    reason: "an NMI within another one (nested by an IRET): `--axis nesting=yes`",
  },
  {
    functions: ["exc_nmi"],
    at: /read_cr2\(\)|write_cr2/,
    reason: "a page fault within the NMI: `--axis nesting=yes`",
  },
  {
    functions: ["exc_nmi"],
    at: /ignore_nmis/,
    reason: "NMIs are ignored while the kernel patches itself at boot",
  },
  {
    functions: ["stop_nmi", "restart_nmi"],
    reason: "NMIs are ignored while the kernel patches itself at boot",
  },
  {
    functions: ["local_touch_nmi"],
    reason: "an idle CPU forgets where the last NMI found it: `--axis touch=yes`",
  },
];
