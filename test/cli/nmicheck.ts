import { join } from "node:path";
import { execa } from "execa";
import { packageRoot } from "../../src/base/package/root.js";

/** How a run of the command line ended. */
export interface Ended {
  readonly exitCode: number | undefined;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs the built command line as a user would, with an environment that is `env` and PATH alone. */
export async function nmicheck(
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
  cwd: string = packageRoot,
): Promise<Ended> {
  const { exitCode, stdout, stderr } = await execa(
    process.execPath,
    [join(packageRoot, "dist", "cli.js"), ...args],
    {
      cwd,
      env: { PATH: process.env.PATH ?? "", ...env },
      extendEnv: false,
      reject: false,
      stdin: "ignore",
    },
  );
  return { exitCode, stdout, stderr };
}

/**
 * Runs the built command line where no file may have more than `blocks` of 512 bytes: to a program a
 * disk that is full looks much the same.
 */
export async function nmicheckOnFullDisk(
  blocks: number,
  args: readonly string[],
  env: Readonly<Record<string, string>>,
): Promise<Ended> {
  const { exitCode, stdout, stderr } = await execa(
    "sh",
    [
      ...["-c", `ulimit -f ${blocks} && exec "$@"`, "sh"],
      ...[process.execPath, join(packageRoot, "dist", "cli.js"), ...args],
    ],
    {
      cwd: packageRoot,
      env: { PATH: process.env.PATH ?? "", ...env },
      extendEnv: false,
      reject: false,
      stdin: "ignore",
    },
  );
  return { exitCode, stdout, stderr };
}
