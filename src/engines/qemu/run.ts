import { ExecaError, execa } from "execa";
import { cacheDiagnostic } from "./diagnostics.js";

/** What may be chosen for work that takes a while. */
export interface WorkOptions {
  /** Ends what is running. */
  readonly signal?: AbortSignal;
  /** Told, in a few words, what takes a while. */
  readonly onProgress?: (doing: string) => void;
}

const DISK_FULL = /No space left on device|Disk quota exceeded|enough free space/i;

/** The last line that says what was wrong, without the program's own mark. */
export function complaintOf(error: ExecaError): string {
  const lines = String(error.stderr ?? "")
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "" && !line.startsWith("W:"));
  return (lines.at(-1) ?? error.shortMessage).replace(/^E: /, "");
}

/** A program and its arguments. */
export type Command = readonly [string, ...string[]];

/** Makes a diagnostic of the failure of a program. */
export type DiagnosticOf = (error: ExecaError) => Error;

function settings(folder: string, options: WorkOptions) {
  return {
    cwd: folder,
    // The messages are read, and those of apt, dpkg and gcc are translated.
    env: { LC_ALL: "C", DEBIAN_FRONTEND: "noninteractive" },
    ...(options.signal && { cancelSignal: options.signal }),
  } as const;
}

function failure(
  error: unknown,
  folder: string,
  options: WorkOptions,
  diagnostic: DiagnosticOf,
): unknown {
  if (options.signal?.aborted === true) return options.signal.reason;
  if (!(error instanceof ExecaError)) return error;
  return DISK_FULL.test(String(error.stderr))
    ? cacheDiagnostic(folder, "the disk is full.")
    : diagnostic(error);
}

/**
 * Runs a program in a folder to its end, with `input` to read; returns what it printed.
 *
 * @throws what `fault` makes of its failure; Diagnostic `qemu/cache` when the disk is full; the signal's
 * reason when it aborts.
 */
export async function run(
  [program, ...args]: Command,
  folder: string,
  options: WorkOptions,
  diagnostic: DiagnosticOf,
  input = "",
): Promise<string> {
  try {
    const { stdout } = await execa(program, args, { ...settings(folder, options), input });
    return stdout;
  } catch (error) {
    throw failure(error, folder, options, diagnostic);
  }
}

/** Runs two programs, the output of the first being the input of the second; throws as `run` does. */
export async function runInto(
  [source, ...sourceArgs]: Command,
  [target, ...targetArgs]: Command,
  folder: string,
  options: WorkOptions,
  diagnostic: DiagnosticOf,
): Promise<void> {
  const both = settings(folder, options);
  try {
    await execa(source, sourceArgs, {
      ...both,
      stdin: "ignore",
      buffer: { stdout: false },
    }).pipe(target, targetArgs, both);
  } catch (error) {
    throw failure(error, folder, options, diagnostic);
  }
}
