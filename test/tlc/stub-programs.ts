import { chmod, mkdir, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { execa } from "execa";

/** A program of the given name in the folder, as a shell script. */
export async function stubProgram(folder: string, name: string, script: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, name), `#!/bin/sh\n${script}\n`);
  await chmod(join(folder, name), 0o755);
}

/** Puts the real program of that name into the folder. */
export async function linkProgram(folder: string, name: string): Promise<void> {
  const { stdout } = await execa("which", [name]);
  await mkdir(folder, { recursive: true });
  await symlink(stdout, join(folder, name));
}
