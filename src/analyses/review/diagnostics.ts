import { Diagnostic } from "../../base/diagnostic/diagnostic.js";

/** What keeps a patch from being reviewed. */
export type ReviewDiagnosticCode =
  | "review/nothing"
  | "review/unreadable"
  | "review/no-patch"
  | "review/other-files"
  | "review/binary"
  | "review/does-not-apply"
  | "review/no-program"
  | "review/tree"
  | "review/cache";

/** Neither a patch nor an engine after the change was named. */
export function nothingToReview(): Diagnostic<ReviewDiagnosticCode> {
  return new Diagnostic({
    code: "review/nothing",
    blame: "user",
    message:
      "there is nothing to review: neither a patch nor an engine after the change was named.",
    remedy: "`review fix.patch`, or `review --before linux:6.12 --after linux:FOLDER`.",
  });
}

/** The patch cannot be read; `reason` is the operating system's. */
export function unreadablePatch(file: string, reason: string): Diagnostic<ReviewDiagnosticCode> {
  return new Diagnostic({
    code: "review/unreadable",
    blame: "user",
    message: `the patch \`${file}\` cannot be read: ${reason}.`,
  });
}

/** The file holds no hunk of a unified diff. */
export function noPatch(file: string): Diagnostic<ReviewDiagnosticCode> {
  return new Diagnostic({
    code: "review/no-patch",
    blame: "user",
    message: `\`${file}\` holds no unified diff.`,
    remedy: "`git diff`, `git format-patch` and `diff -u` write one.",
  });
}

/** The patch changes nothing that an engine is made of. */
export function otherFiles(
  file: string,
  paths: readonly string[],
  known: readonly string[],
): Diagnostic<ReviewDiagnosticCode> {
  return new Diagnostic({
    code: "review/other-files",
    blame: "user",
    message: `\`${file}\` changes ${paths.join(", ")}, and not what the engine is made of: ${known.join(" and ")}.`,
    remedy: "paths are as in the kernel's tree: `a/arch/x86/kernel/nmi.c`.",
  });
}

/** The patch of a file is a binary one. */
export function binaryPatch(file: string, path: string): Diagnostic<ReviewDiagnosticCode> {
  return new Diagnostic({
    code: "review/binary",
    blame: "user",
    message: `\`${file}\` changes ${path} as a binary file.`,
    remedy: "`git diff -a` writes it as text.",
  });
}

/** `said` are the lines of `patch`. */
export function doesNotApply(
  file: string,
  said: readonly string[],
): Diagnostic<ReviewDiagnosticCode> {
  return new Diagnostic({
    code: "review/does-not-apply",
    blame: "user",
    message: [`\`${file}\` does not apply to the tree:`, ...said.map((line) => `  ${line}`)].join(
      "\n",
    ),
    remedy: "name the tree that it was made for with `--before linux:FOLDER`.",
  });
}

/** The program that applies patches is not there. */
export function noPatchProgram(): Diagnostic<ReviewDiagnosticCode> {
  return new Diagnostic({
    code: "review/no-program",
    blame: "tool",
    message: "the program `patch` is not there, which applies patches.",
    remedy: "on Debian: apt-get install patch.",
  });
}

/** A patch is applied to a kernel's tree, and the engine before it is none. */
export function noTree(engine: string): Diagnostic<ReviewDiagnosticCode> {
  return new Diagnostic({
    code: "review/tree",
    blame: "user",
    message: `a patch is applied to a kernel's tree, and \`${engine}\` is none.`,
    remedy: "name one: `--before linux:6.12`, or `--before linux:FOLDER`.",
  });
}

/** The copy of the tree cannot be written; `cause` is a sentence. */
export function treeUnwritable(folder: string, cause: string): Diagnostic<ReviewDiagnosticCode> {
  return new Diagnostic({
    code: "review/cache",
    blame: "tool",
    message: `the patched copy of the tree cannot be written to ${folder}: ${cause}`,
    remedy: "make room there, or set XDG_CACHE_HOME to another folder.",
  });
}
