import { lastingFolder } from "../../base/cache/make-folder.js";
import { Diagnostic } from "../../base/diagnostic/diagnostic.js";
import { enumerated } from "../../machine/trace/words.js";

/** What can go wrong with the engine that is compiled from a kernel's source. */
export type LinuxDiagnosticCode =
  | "linux/no-tree"
  | "linux/no-apt"
  | "linux/unknown-package"
  | "linux/download"
  | "linux/unpack"
  | "linux/no-compiler"
  | "linux/compile"
  | "linux/shim"
  | "linux/compiler-broken"
  | "linux/edit"
  | "linux/cache"
  | "linux/coverage";

/** The folder is not a kernel's source: one of the files that the engine is made of is missing. */
export function noTreeDiagnostic(folder: string, missing: string): Diagnostic<LinuxDiagnosticCode> {
  return new Diagnostic({
    code: "linux/no-tree",
    blame: "user",
    message: `${folder} is not a Linux source tree: it has no ${missing}.`,
    remedy: "give the top folder of a tree, or a version that Debian packages: --engine linux:6.12",
  });
}

/** There is no apt-get to fetch the package with. */
export function noAptDiagnostic(packageName: string): Diagnostic<LinuxDiagnosticCode> {
  return new Diagnostic({
    code: "linux/no-apt",
    blame: "tool",
    message: `${packageName} is a Debian package, and there is no apt-get here to fetch it with.`,
    remedy: "unpack a Linux source and give its folder: --engine linux:/path/to/linux",
  });
}

/** apt's lists have no such package: they are old or empty, or Debian does not have it. */
export function unknownPackageDiagnostic(packageName: string): Diagnostic<LinuxDiagnosticCode> {
  return new Diagnostic({
    code: "linux/unknown-package",
    blame: "user",
    message: `apt knows no package ${packageName}.`,
    remedy: "as root: apt-get update; or give the folder of a tree: --engine linux:/path/to/linux",
  });
}

/** apt-get could not fetch the package. */
export function downloadDiagnostic(
  packageName: string,
  detail: string,
): Diagnostic<LinuxDiagnosticCode> {
  return new Diagnostic({
    code: "linux/download",
    blame: "tool",
    message: `apt-get could not fetch ${packageName}: ${detail}`,
    remedy: "check the network, or give the folder of a tree: --engine linux:/path/to/linux",
  });
}

/** The package could not be unpacked, or does not hold what is looked for. */
export function unpackDiagnostic(
  packageName: string,
  detail: string,
): Diagnostic<LinuxDiagnosticCode> {
  return new Diagnostic({
    code: "linux/unpack",
    blame: "tool",
    message: `${packageName} could not be unpacked: ${detail}`,
    remedy: "install what unpacks it: apt-get install dpkg tar xz-utils",
  });
}

/** One of the programs of the compiler is missing. */
export function noCompilerDiagnostic(program: string): Diagnostic<LinuxDiagnosticCode> {
  return new Diagnostic({
    code: "linux/no-compiler",
    blame: "tool",
    message: `${program} is needed to build the engine, and it was not found.`,
    remedy: "as root on Debian: apt-get install gcc binutils libc6-dev",
  });
}

/** gcc does not accept the tree's nmi.c; `diagnostics` is what it says, shortened. */
export function compileDiagnostic(
  tree: string,
  diagnostics: string,
): Diagnostic<LinuxDiagnosticCode> {
  return new Diagnostic({
    code: "linux/compile",
    blame: "user",
    message: `arch/x86/kernel/nmi.c of ${tree} does not compile:\n${diagnostics}`,
    remedy: `${missingText(diagnostics)} in a header of stubs: \`--shim FILE\` of \`review\` and \`learn\`, or \`linux:TREE,shim=FILE\` wherever a tree is named`,
  });
}

/** What to declare of other kernel files, by its names where gcc says them. */
function missingText(diagnostics: string): string {
  const names = [
    ...diagnostics.matchAll(
      /(?:implicit declaration of function|unknown type name) .(\w+)|error: .(\w+). undeclared/g,
    ),
  ].map(([, one, other]) => one ?? other ?? "");
  return names.length === 0
    ? "what nmi.c takes from other kernel files, and nmicheck does not know, can be declared"
    : `if other kernel files have it, declare ${enumerated([...new Set(names)])}`;
}

/** The header of stubs cannot be read; `reason` is the operating system's. */
export function unreadableShim(file: string, reason: string): Diagnostic<LinuxDiagnosticCode> {
  return new Diagnostic({
    code: "linux/shim",
    blame: "user",
    message: `the header of stubs \`${file}\` cannot be read: ${reason}.`,
    remedy: "`linux:FOLDER,shim=FILE`, and `--shim FILE`, name a C header.",
  });
}

/** gcc does not even build what is nmicheck's own: libc's headers or a sanitizer's library is missing. */
export function brokenCompilerDiagnostic(diagnostics: string): Diagnostic<LinuxDiagnosticCode> {
  return new Diagnostic({
    code: "linux/compiler-broken",
    blame: "tool",
    message: `gcc does not build nmicheck's own part of the engine:\n${diagnostics}`,
    remedy: "as root on Debian: apt-get install gcc binutils libc6-dev",
  });
}

/** An edit of nmi.c does not apply: its text is not there exactly once. */
export function editDiagnostic(
  file: string,
  edit: string,
  found: number,
): Diagnostic<LinuxDiagnosticCode> {
  const times = found === 0 ? "is not there" : `is there ${found} times`;
  return new Diagnostic({
    code: "linux/edit",
    blame: "user",
    message: `${file} cannot be changed as planned (${edit}): the text to replace ${times}.`,
    remedy: "policy mainline needs no edit: it is the file as it stands",
  });
}

/** The cache cannot be written. */
export function cacheDiagnostic(folder: string, detail: string): Diagnostic<LinuxDiagnosticCode> {
  return new Diagnostic({
    code: "linux/cache",
    blame: "tool",
    message: `${lastingFolder(folder)} cannot be written: ${detail}`,
    remedy: "make room or give permission there, or set XDG_CACHE_HOME to another folder",
  });
}

/** gcov is missing, or says something else than expected. */
export function coverageDiagnostic(detail: string): Diagnostic<LinuxDiagnosticCode> {
  return new Diagnostic({
    code: "linux/coverage",
    blame: "tool",
    message: `the coverage of nmi.c could not be read: ${detail}`,
    remedy: "gcov comes with gcc, and must be of the same version",
  });
}
