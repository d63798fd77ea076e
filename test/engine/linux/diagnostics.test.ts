import { expect, test } from "vitest";
import type { Diagnostic } from "../../../src/base/diagnostic/diagnostic.js";
import { renderDiagnostic } from "../../../src/base/diagnostic/render.js";
import * as diagnostics from "../../../src/engines/linux/diagnostics.js";

const tree = "give the folder of a tree: --engine linux:/path/to/linux";

/** The diagnostics that need a kernel's source, a network or a full disk to happen, as a person reads them. */
test.each<readonly [Diagnostic, string, "user" | "tool"]>([
  [
    diagnostics.unknownPackageDiagnostic("linux-source-5.0"),
    `error[linux/unknown-package]: apt knows no package linux-source-5.0.
  → as root: apt-get update; or ${tree}`,
    "user",
  ],
  [
    diagnostics.downloadDiagnostic(
      "linux-source-6.1",
      "Failed to fetch the file  Connection refused",
    ),
    `error[linux/download]: apt-get could not fetch linux-source-6.1: Failed to fetch the file  Connection refused
  → check the network, or ${tree}`,
    "tool",
  ],
  [
    diagnostics.unpackDiagnostic("linux-source-6.1", "xz: not found"),
    `error[linux/unpack]: linux-source-6.1 could not be unpacked: xz: not found
  → install what unpacks it: apt-get install dpkg tar xz-utils`,
    "tool",
  ],
  [
    diagnostics.compileDiagnostic("/src/linux", "arch/x86/kernel/nmi.c:1:1: error: odd"),
    `error[linux/compile]: arch/x86/kernel/nmi.c of /src/linux does not compile:
arch/x86/kernel/nmi.c:1:1: error: odd
  → what nmi.c takes from other kernel files, and nmicheck does not know, can be declared in a header of stubs: \`--shim FILE\` of \`review\` and \`learn\`, or \`linux:TREE,shim=FILE\` wherever a tree is named`,
    "user",
  ],
  [
    diagnostics.compileDiagnostic(
      "/src/linux",
      [
        "arch/x86/kernel/nmi.c:1:1: error: implicit declaration of function 'ktime' [-W…]",
        "arch/x86/kernel/nmi.c:2:1: error: 'HZ2' undeclared (first use in this function)",
        "arch/x86/kernel/nmi.c:3:1: error: implicit declaration of function 'ktime' [-W…]",
      ].join("\n"),
    ),
    `error[linux/compile]: arch/x86/kernel/nmi.c of /src/linux does not compile:
arch/x86/kernel/nmi.c:1:1: error: implicit declaration of function 'ktime' [-W…]
arch/x86/kernel/nmi.c:2:1: error: 'HZ2' undeclared (first use in this function)
arch/x86/kernel/nmi.c:3:1: error: implicit declaration of function 'ktime' [-W…]
  → if other kernel files have it, declare ktime and HZ2 in a header of stubs: \`--shim FILE\` of \`review\` and \`learn\`, or \`linux:TREE,shim=FILE\` wherever a tree is named`,
    "user",
  ],
  [
    diagnostics.unreadableShim("stubs.h", "there is no such file"),
    `error[linux/shim]: the header of stubs \`stubs.h\` cannot be read: there is no such file.
  → \`linux:FOLDER,shim=FILE\`, and \`--shim FILE\`, name a C header.`,
    "user",
  ],
  [
    diagnostics.brokenCompilerDiagnostic(
      "engine.c:7:10: fatal error: stdio.h: No such file or directory",
    ),
    `error[linux/compiler-broken]: gcc does not build nmicheck's own part of the engine:
engine.c:7:10: fatal error: stdio.h: No such file or directory
  → as root on Debian: apt-get install gcc binutils libc6-dev`,
    "tool",
  ],
  [
    diagnostics.coverageDiagnostic("gcov was not found."),
    `error[linux/coverage]: the coverage of nmi.c could not be read: gcov was not found.
  → gcov comes with gcc, and must be of the same version`,
    "tool",
  ],
])("%s", (diagnostic, text, blame) => {
  expect(renderDiagnostic(diagnostic)).toBe(text);
  expect(diagnostic.blame).toBe(blame);
});
