import { ExecaError, execa } from "execa";
import {
  brokenCompilerDiagnostic,
  cacheDiagnostic,
  compileDiagnostic,
  noCompilerDiagnostic,
} from "./diagnostics.js";

/** What the engine is built for. */
export type Instrument = "none" | "coverage" | "sanitizers";

const sanitizers = [
  "-O1",
  "-g",
  "-fno-omit-frame-pointer",
  "-fsanitize=address,undefined",
  "-fno-sanitize-recover=all",
];

/** Flags for nmi.c, and for linking. */
export const kernelInstrumentFlags: Readonly<Record<Instrument, readonly string[]>> = {
  none: ["-O2"],
  // Without optimization a line and a branch of the source are one in the program.
  coverage: ["-O0", "--coverage"],
  sanitizers,
};

/** Flags for our own C files: whether they are covered says nothing of the kernel. */
export const hostedInstrumentFlags: Readonly<Record<Instrument, readonly string[]>> = {
  none: ["-O2"],
  coverage: ["-O2"],
  sanitizers,
};

/**
 * Flags for objcopy, by which all variables of nmi.c that are not per CPU come to stand in a section of
 * their own, which `reset` puts back. What an instrument adds counts on its own variables: with one they
 * stay where they are.
 */
export const globalsFlags: Readonly<Record<Instrument, readonly string[]>> = {
  none: [
    ...[".data", ".data.rel", ".data.rel.local"].map(
      (section) => `--rename-section=${section}=nmicheck_globals`,
    ),
    "--rename-section=.bss=nmicheck_globals,alloc,load,data,contents",
  ],
  coverage: [],
  sanitizers: [],
};

const language = ["-std=gnu11", "-fno-strict-aliasing", "-fno-common", "-fdiagnostics-color=never"];

/** Flags for our own C files, which meet libc's headers. */
export const hostedFlags: readonly string[] = [...language, "-Wall", "-Wextra"];

/** Flags for nmi.c: no header but gcc's own and those given, and nothing declared implicitly. */
export const kernelFlags: readonly string[] = [
  ...language,
  "-ffreestanding",
  // The kernel is built with -fno-strict-overflow.
  "-fwrapv",
  "-Werror=implicit-function-declaration",
  "-Werror=implicit-int",
  "-Werror=int-conversion",
  "-Werror=incompatible-pointer-types",
];

/** How many lines of a compiler's messages are shown. */
const SHOWN = 12;

/**
 * The errors among a compiler's messages, each with the source lines shown under it; without its
 * notes and warnings. Messages that have no error in that form are shown as they are.
 */
export function errorsOf(messages: string): string {
  const all = messages.trim().split("\n");
  let isError = false;
  const errors = all.filter((line) => {
    // What belongs to a message is indented. "collect2: error" only follows what the linker said.
    if (!line.startsWith(" ")) isError = /^(\S+:\d+(:\d+)?|cc1): (fatal error|error): /.test(line);
    return isError;
  });
  const lines = errors.length > 0 ? errors : all;
  const shown = lines.slice(0, SHOWN);
  if (lines.length > SHOWN) shown.push(`(${lines.length - SHOWN} more lines)`);
  return shown.join("\n");
}

/** Where a compiler runs, and what it means when it refuses. */
export interface Toolchain {
  /** The tree whose nmi.c is compiled; null for what is nmicheck's own. */
  readonly tree: string | null;
  /** Where the compiler runs; this path is cut from what it says. */
  readonly folder: string;
  readonly signal: AbortSignal | undefined;
}

/**
 * Runs one program of the compiler in the folder.
 *
 * @throws Diagnostic `linux/no-compiler`, `linux/compile` or `linux/compiler-broken`, or `linux/cache`
 * when the disk is full.
 * @throws the signal's reason when it aborts.
 */
export async function runTool(
  toolchain: Toolchain,
  program: "gcc" | "objcopy",
  args: readonly string[],
): Promise<void> {
  try {
    await execa(program, args, {
      cwd: toolchain.folder,
      stdin: "ignore",
      // What cc1 still writes when gcc was ended goes with the folder.
      env: { LC_ALL: "C", TMPDIR: toolchain.folder },
      ...(toolchain.signal && { cancelSignal: toolchain.signal }),
    });
  } catch (error) {
    toolchain.signal?.throwIfAborted();
    if (!(error instanceof ExecaError)) throw error;
    if (error.code === "ENOENT") throw noCompilerDiagnostic(program);
    const messages = String(error.stderr)
      .replaceAll(`${toolchain.folder}/`, "")
      // The copy of a tree's file that was compiled is called as it is in the tree.
      .replace(/\bown\/\.\.\/\w+\/(?=arch\/)/g, "");
    if (/No space left on device/.test(messages)) {
      throw cacheDiagnostic(toolchain.folder, "the disk is full.");
    }
    const errors = errorsOf(messages);
    throw toolchain.tree === null
      ? brokenCompilerDiagnostic(errors)
      : compileDiagnostic(toolchain.tree, errors);
  }
}

/**
 * gcc's own description of itself: another text, another compiler.
 *
 * @throws Diagnostic `linux/no-compiler`.
 */
export async function compilerIdentity(signal: AbortSignal | undefined): Promise<string> {
  try {
    const { stdout } = await execa("gcc", ["--version"], {
      env: { LC_ALL: "C" },
      ...(signal && { cancelSignal: signal }),
    });
    return stdout;
  } catch (error) {
    signal?.throwIfAborted();
    if (error instanceof ExecaError) throw noCompilerDiagnostic("gcc");
    throw error;
  }
}
