import type { EngineCommand } from "../adapter/command.js";

/** The files that a machine is started with. */
export interface MachineFiles {
  readonly image: string;
  readonly initramfs: string;
  /** Where the guest's console is written to. */
  readonly console: string;
  /** Settings of the kernel beside those that every guest has, for its command line. */
  readonly settings: readonly string[];
  /** Options of QEMU's that come behind those that every guest has, and win over them. */
  readonly options?: readonly string[];
}

/** QEMU reads its options as lists with commas; a comma in a value is written twice. */
function value(text: string): string {
  return text.replaceAll(",", ",,");
}

const KERNEL_COMMAND_LINE = [
  "console=ttyS0",
  // Any trouble of the kernel's ends the machine at once: after a panic it would reboot.
  "panic=-1",
  "oops=panic",
  // The module writes the local APIC's registers in memory.
  "nox2apic",
  // The NMIs of a watchdog are not in the traces.
  "nmi_watchdog=0",
  // The module waits for a grace period when a trace has fewer handlers than the one before it.
  "rcupdate.rcu_expedited=1",
  // A kernel tests its ciphers while it boots: a fifth of the time that it takes.
  "cryptomgr.notests",
];

/**
 * The QEMU that runs a guest: one emulated CPU, no devices but two serial ports. The first is the
 * kernel's console, the second QEMU's standard input and output.
 */
export function machineCommand(files: MachineFiles): EngineCommand {
  return [
    "qemu-system-x86_64",
    "-no-user-config",
    "-nodefaults",
    ...["-display", "none"],
    // Software emulation: the module relies on where it looks for NMIs (guest/places.S).
    ...["-accel", "tcg"],
    ...["-smp", "1"],
    ...["-m", "256"],
    "-no-reboot",
    ...["-kernel", files.image],
    ...["-initrd", files.initramfs],
    ...["-append", [...KERNEL_COMMAND_LINE, ...files.settings].join(" ")],
    ...["-chardev", `file,id=console,path=${value(files.console)}`],
    ...["-serial", "chardev:console"],
    ...["-chardev", "stdio,id=line,signal=off"],
    ...["-serial", "chardev:line"],
    ...(files.options ?? []),
  ];
}
