import { lastingFolder } from "../../base/cache/make-folder.js";
import { Diagnostic } from "../../base/diagnostic/diagnostic.js";

/** What can go wrong with the engine that is a kernel booted under QEMU. */
export type QemuDiagnosticCode =
  | "qemu/platform"
  | "qemu/kernel-name"
  | "qemu/missing-tools"
  | "qemu/install"
  | "qemu/no-apt"
  | "qemu/unknown-kernel"
  | "qemu/download"
  | "qemu/unpack"
  | "qemu/cache"
  | "qemu/image"
  | "qemu/headers"
  | "qemu/busybox"
  | "qemu/module"
  | "qemu/initramfs"
  | "qemu/start"
  | "qemu/boot"
  | "qemu/panic"
  | "qemu/hang"
  | "qemu/ended"
  | "qemu/line";

const SETUP = "`nmicheck setup --engine qemu`";
const OWN_KERNEL = "--engine qemu:/path/to/vmlinuz";

/** The programs that are missing, by the Debian packages that have them. */
export interface MissingTools {
  readonly programs: readonly string[];
  readonly packages: readonly string[];
}

/** The command that installs Debian packages, as root would type it. */
export function installCommand(packages: readonly string[]): string {
  return `apt-get update && apt-get install --yes --no-install-recommends ${packages.join(" ")}`;
}

/** The machine is not x86-64 Linux, which the module is built on and for. */
export function platformDiagnostic(platform: string, arch: string): Diagnostic<QemuDiagnosticCode> {
  return new Diagnostic({
    code: "qemu/platform",
    blame: "user",
    message: `the engine qemu needs Linux on x86-64, where its kernel module is built; this is ${platform} on ${arch}.`,
    remedy: "replay on another engine.",
  });
}

/** The name after `--engine qemu:` is neither a version nor a file. */
export function kernelNameDiagnostic(name: string): Diagnostic<QemuDiagnosticCode> {
  return new Diagnostic({
    code: "qemu/kernel-name",
    blame: "user",
    message: `\`${name}\` names no kernel: there is no such file, and it is no version like 6.12.`,
    remedy: `--engine qemu:6.1, --engine qemu:6.12, or ${OWN_KERNEL}`,
  });
}

/** Programs are missing, and nmicheck was not asked to install them, or may not. */
export function missingToolsDiagnostic(
  missing: MissingTools,
  mayInstall: boolean,
): Diagnostic<QemuDiagnosticCode> {
  const { programs, packages } = missing;
  const command = installCommand(packages);
  return new Diagnostic({
    code: "qemu/missing-tools",
    blame: "tool",
    message: `the engine qemu needs ${programs.join(", ")}, and there is no such program here.`,
    remedy: mayInstall ? `${SETUP}; or: ${command}` : `as root on Debian: ${command}`,
  });
}

/** apt-get did not install what is missing. */
export function installDiagnostic(
  packages: readonly string[],
  detail: string,
): Diagnostic<QemuDiagnosticCode> {
  return new Diagnostic({
    code: "qemu/install",
    blame: "tool",
    message: `apt-get could not install ${packages.join(", ")}: ${detail}`,
    remedy: `as root on Debian: ${installCommand(packages)}`,
  });
}

/** A version was asked for, and there is no apt to fetch Debian's kernel with. */
export function noAptDiagnostic(version: string): Diagnostic<QemuDiagnosticCode> {
  return new Diagnostic({
    code: "qemu/no-apt",
    blame: "tool",
    message: `the kernel ${version} is Debian's, and there is no apt here to fetch it with.`,
    remedy: `give a kernel of your own, its headers installed: ${OWN_KERNEL}`,
  });
}

/** apt's lists have no image with headers of that version. */
export function unknownKernelDiagnostic(version: string): Diagnostic<QemuDiagnosticCode> {
  return new Diagnostic({
    code: "qemu/unknown-kernel",
    blame: "user",
    message: `apt knows no kernel ${version} for amd64 that has its headers.`,
    remedy: `as root: apt-get update; or give a kernel of your own: ${OWN_KERNEL}`,
  });
}

/** apt-get could not fetch packages. */
export function downloadDiagnostic(
  release: string,
  detail: string,
): Diagnostic<QemuDiagnosticCode> {
  return new Diagnostic({
    code: "qemu/download",
    blame: "tool",
    message: `apt-get could not fetch the packages of ${release}: ${detail}`,
    remedy: "check the network; as root: apt-get update",
  });
}

/** A package could not be unpacked, or does not hold what is looked for. */
export function unpackDiagnostic(
  packageName: string,
  detail: string,
): Diagnostic<QemuDiagnosticCode> {
  return new Diagnostic({
    code: "qemu/unpack",
    blame: "tool",
    message: `${packageName} could not be unpacked: ${detail}`,
    remedy: "install what unpacks it: apt-get install dpkg tar xz-utils",
  });
}

/** The cache, or the folder for temporary files, cannot be written, or make cannot work in it. */
export function cacheDiagnostic(folder: string, detail: string): Diagnostic<QemuDiagnosticCode> {
  return new Diagnostic({
    code: "qemu/cache",
    blame: "tool",
    message: `${lastingFolder(folder)} cannot be used: ${detail}`,
    remedy: "make room or give permission there, or set XDG_CACHE_HOME or TMPDIR to another folder",
  });
}

/** The file is not a kernel image. */
export function imageDiagnostic(file: string, detail: string): Diagnostic<QemuDiagnosticCode> {
  return new Diagnostic({
    code: "qemu/image",
    blame: "user",
    message: `${file} is not a Linux kernel image for x86: ${detail}`,
    remedy: "give the bzImage that a boot loader would load, such as /boot/vmlinuz-6.12.9-amd64",
  });
}

/** There are no headers for the image, or they are another kernel's. */
export function headersDiagnostic(release: string, detail: string): Diagnostic<QemuDiagnosticCode> {
  return new Diagnostic({
    code: "qemu/headers",
    blame: "user",
    message: `a module for ${release} cannot be built: ${detail}`,
    remedy: `install its headers, or name them: ${OWN_KERNEL},/path/to/headers`,
  });
}

/** The busybox found would not run in the guest. */
export function busyboxDiagnostic(file: string): Diagnostic<QemuDiagnosticCode> {
  return new Diagnostic({
    code: "qemu/busybox",
    blame: "tool",
    message: `${file} is linked dynamically, and the guest has no libraries.`,
    remedy: `as root on Debian: ${installCommand(["busybox-static"])}`,
  });
}

/** The module does not build; `diagnostics` is what the compiler says, shortened. */
export function moduleDiagnostic(
  release: string,
  diagnostics: string,
): Diagnostic<QemuDiagnosticCode> {
  return new Diagnostic({
    code: "qemu/module",
    blame: "tool",
    message: `nmicheck's module does not build for ${release}:\n${diagnostics}`,
    remedy: "its source stands in nmicheck's src/engines/qemu/guest/",
  });
}

/** The guest's file system could not be packed. */
export function initramfsDiagnostic(detail: string): Diagnostic<QemuDiagnosticCode> {
  return new Diagnostic({
    code: "qemu/initramfs",
    blame: "tool",
    message: `cpio could not pack the guest's files: ${detail}`,
  });
}

/** What was seen of a guest that failed. */
export interface GuestEvidence {
  /** The kernel's release, or the image's file. */
  readonly kernel: string;
  /** The last lines of its console. */
  readonly console: readonly string[];
}

function withConsole(what: string, { console }: GuestEvidence): string {
  if (console.length === 0) return `${what} Its console is empty.`;
  return [`${what} The end of its console:`, ...console.map((line) => `  ${line}`)].join("\n");
}

/** QEMU ended before it ran anything: `detail` is its own complaint. */
export function startDiagnostic(detail: string): Diagnostic<QemuDiagnosticCode> {
  return new Diagnostic({
    code: "qemu/start",
    blame: "tool",
    message: `QEMU did not start: ${detail}`,
    remedy: "QEMU 7.2 (Debian 12) is the version that this engine is tested with",
  });
}

/** The kernel was started, and the module in it was never heard of. */
export function bootDiagnostic(
  evidence: GuestEvidence,
  how: string,
): Diagnostic<QemuDiagnosticCode> {
  return new Diagnostic({
    code: "qemu/boot",
    blame: "tool",
    message: withConsole(`${evidence.kernel} does not boot under QEMU: ${how}.`, evidence),
    remedy:
      "it needs a serial console, an initramfs, modules and the local APIC (CONFIG_SERIAL_8250_CONSOLE, CONFIG_BLK_DEV_INITRD, CONFIG_MODULES, CONFIG_X86_LOCAL_APIC)",
  });
}

/** The kernel panicked. `doing` says when, as in "in trace 3". */
export function panicDiagnostic(
  evidence: GuestEvidence,
  doing: string,
): Diagnostic<QemuDiagnosticCode> {
  return new Diagnostic({
    code: "qemu/panic",
    blame: "tool",
    message: withConsole(`${evidence.kernel} panicked ${doing}.`, evidence),
  });
}

/** Nothing was heard of the guest for too long. */
export function hangDiagnostic(
  evidence: GuestEvidence,
  doing: string,
  milliseconds: number,
): Diagnostic<QemuDiagnosticCode> {
  return new Diagnostic({
    code: "qemu/hang",
    blame: "tool",
    message: withConsole(
      `${evidence.kernel} hangs ${doing}: no answer within ${milliseconds / 1000} s.`,
      evidence,
    ),
  });
}

/** The machine went away in the middle of its work, without a panic. */
export function endedDiagnostic(
  evidence: GuestEvidence,
  doing: string,
  how: string,
): Diagnostic<QemuDiagnosticCode> {
  return new Diagnostic({
    code: "qemu/ended",
    blame: "tool",
    message: withConsole(`QEMU ended (${how}) ${doing} on ${evidence.kernel}.`, evidence),
  });
}

/** The line to the guest lost something, or the guest said what it never says. */
export function lineDiagnostic(
  evidence: GuestEvidence,
  detail: string,
): Diagnostic<QemuDiagnosticCode> {
  return new Diagnostic({
    code: "qemu/line",
    blame: "tool",
    message: withConsole(
      `${evidence.kernel} and nmicheck do not understand each other: ${detail}`,
      evidence,
    ),
  });
}
