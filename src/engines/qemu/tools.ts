import { access, constants } from "node:fs/promises";
import { delimiter, join } from "node:path";
import type { MissingTools } from "./diagnostics.js";

/** The programs that the engine calls, and the Debian packages that have them. */
const NEEDED = [
  { program: "qemu-system-x86_64", package: "qemu-system-x86" },
  { program: "busybox", package: "busybox-static" },
  { program: "cpio", package: "cpio" },
  { program: "gcc", package: "gcc" },
  { program: "make", package: "make" },
] as const;

async function isExecutable(file: string): Promise<boolean> {
  return access(file, constants.X_OK).then(
    () => true,
    () => false,
  );
}

/** The file that a program's name stands for, or undefined where there is none. */
export async function findProgram(program: string): Promise<string | undefined> {
  const { PATH: path = "" } = process.env;
  for (const folder of path.split(delimiter)) {
    const file = join(folder, program);
    if (folder !== "" && (await isExecutable(file))) return file;
  }
  return undefined;
}

/** What the engine needs and the machine does not have, or null. */
export async function missingTools(): Promise<MissingTools | null> {
  const found = await Promise.all(NEEDED.map(({ program }) => findProgram(program)));
  const missing = NEEDED.filter((_, index) => found[index] === undefined);
  if (missing.length === 0) return null;
  return {
    programs: missing.map((need) => need.program),
    packages: missing.map((need) => need.package),
  };
}
