import * as linux from "../../src/engines/linux/diagnostics.js";
import * as qemu from "../../src/engines/qemu/diagnostics.js";
import { type Row, row } from "./row.js";

const KERNEL = "6.12.95+deb12-amd64";
const evidence: qemu.GuestEvidence = { kernel: KERNEL, console: ["…"] };

/** One row or more for each code: a code without a row does not compile. */
export const linuxRows: Readonly<Record<linux.LinuxDiagnosticCode, readonly Row[]>> = {
  "linux/no-tree": [
    row("the folder is no kernel tree", linux.noTreeDiagnostic("/x", "arch/x86/kernel/nmi.c")),
  ],
  "linux/no-apt": [
    row("a tree of Debian's, elsewhere", linux.noAptDiagnostic("linux-source-6.12")),
  ],
  "linux/unknown-package": [
    row("a tree that Debian does not have", linux.unknownPackageDiagnostic("linux-source-7.0")),
  ],
  "linux/download": [
    row("the tree cannot be fetched", linux.downloadDiagnostic("linux-source-6.12", "no network.")),
  ],
  "linux/unpack": [
    row("or not unpacked", linux.unpackDiagnostic("linux-source-6.12", "the disk is full.")),
  ],
  "linux/no-compiler": [row("there is no gcc", linux.noCompilerDiagnostic("gcc"))],
  "linux/compile": [row("`nmi.c` does not compile", linux.compileDiagnostic("/x", "…"))],
  "linux/shim": [
    row(
      "the header of `--shim` is not there",
      linux.unreadableShim("x.h", "there is no such file"),
    ),
  ],
  "linux/compiler-broken": [
    row("gcc does not build nmicheck's own part", linux.brokenCompilerDiagnostic("…")),
  ],
  "linux/edit": [
    row(
      "the walk of `v5` or `none` cannot be put into it",
      linux.editDiagnostic("nmi.c", "stop after the first handler", 0),
    ),
  ],
  "linux/cache": [
    row("the cache cannot be written", linux.cacheDiagnostic("/x", "the disk is full.")),
  ],
  "linux/coverage": [
    row("its coverage cannot be read", linux.coverageDiagnostic("no engine has run to its end.")),
  ],
};

/** One row or more for each code: a code without a row does not compile. */
export const qemuRows: Readonly<Record<qemu.QemuDiagnosticCode, readonly Row[]>> = {
  "qemu/platform": [
    row("the machine is not Linux on x86-64", qemu.platformDiagnostic("darwin", "arm64")),
  ],
  "qemu/kernel-name": [row("the name is no kernel's", qemu.kernelNameDiagnostic("six"))],
  "qemu/missing-tools": [
    row(
      "a program is missing",
      qemu.missingToolsDiagnostic({ programs: ["cpio"], packages: ["cpio"] }, false),
    ),
  ],
  "qemu/install": [row("it cannot be installed", qemu.installDiagnostic(["cpio"], "no network."))],
  "qemu/no-apt": [row("a kernel of Debian's, elsewhere", qemu.noAptDiagnostic("6.12"))],
  "qemu/unknown-kernel": [
    row("a kernel that Debian does not have", qemu.unknownKernelDiagnostic("7.0")),
  ],
  "qemu/download": [row("it cannot be fetched", qemu.downloadDiagnostic(KERNEL, "no network."))],
  "qemu/unpack": [
    row("or not unpacked", qemu.unpackDiagnostic(`linux-image-${KERNEL}`, "the disk is full.")),
  ],
  "qemu/cache": [row("a folder cannot be used", qemu.cacheDiagnostic("/x", "the disk is full."))],
  "qemu/image": [
    row("the file is no kernel", qemu.imageDiagnostic("/x", "it has no boot header.")),
  ],
  "qemu/headers": [
    row(
      "a module cannot be built for it",
      qemu.headersDiagnostic("6.12.1", "there are no headers."),
    ),
  ],
  "qemu/busybox": [row("busybox needs libraries", qemu.busyboxDiagnostic("/bin/busybox"))],
  "qemu/module": [row("the module does not build", qemu.moduleDiagnostic(KERNEL, "…"))],
  "qemu/initramfs": [
    row("the guest's files cannot be packed", qemu.initramfsDiagnostic("the disk is full.")),
  ],
  "qemu/start": [row("QEMU does not start", qemu.startDiagnostic("no accelerator."))],
  "qemu/boot": [
    row("the kernel does not boot", qemu.bootDiagnostic(evidence, "nothing came within 120 s")),
  ],
  "qemu/panic": [row("it panics", qemu.panicDiagnostic(evidence, "in trace 3"))],
  "qemu/hang": [row("it hangs", qemu.hangDiagnostic(evidence, "in trace 3", 20_000))],
  "qemu/ended": [row("QEMU ends", qemu.endedDiagnostic(evidence, "in trace 3", "exit code 0"))],
  "qemu/line": [
    row("what it prints is damaged", qemu.lineDiagnostic(evidence, "a digest is wrong.")),
  ],
};
