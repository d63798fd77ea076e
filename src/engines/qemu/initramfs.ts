import { chmod, copyFile, mkdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { unwritableCause } from "../../base/cache/make-folder.js";
import {
  busyboxDiagnostic,
  cacheDiagnostic,
  initramfsDiagnostic,
  missingToolsDiagnostic,
} from "./diagnostics.js";
import { guestFolder, INIT } from "./module.js";
import { run, type WorkOptions } from "./run.js";
import { findProgram } from "./tools.js";

/** ELF-64 header and program header: offsets and the type of the entry that names a loader (elf(5)). */
const ELF = { headersAt: 0x20, headerSize: 0x36, headers: 0x38, interpreter: 3 } as const;

/** Whether an ELF-64 program needs a dynamic loader. */
function isDynamic(program: Buffer): boolean {
  const at = Number(program.readBigUInt64LE(ELF.headersAt));
  const size = program.readUInt16LE(ELF.headerSize);
  const count = program.readUInt16LE(ELF.headers);
  return Array.from({ length: count }, (_, index) => at + index * size).some(
    (header) => program.readUInt32LE(header) === ELF.interpreter,
  );
}

async function staticBusybox(): Promise<string> {
  const file = await findProgram("busybox");
  if (file === undefined) {
    throw missingToolsDiagnostic({ programs: ["busybox"], packages: ["busybox-static"] }, false);
  }
  if (isDynamic(await readFile(file))) throw busyboxDiagnostic(file);
  return file;
}

/**
 * Packs the guest's file system into `folder`: busybox, the first program, the module.
 *
 * @returns the archive's file
 * @throws Diagnostic `qemu/busybox`, `qemu/missing-tools`, `qemu/initramfs`, `qemu/cache`.
 */
export async function packInitramfs(
  module: string,
  folder: string,
  options: WorkOptions = {},
): Promise<string> {
  const busybox = await staticBusybox();
  const root = join(folder, "root");
  try {
    await mkdir(join(root, "bin"), { recursive: true });
    await copyFile(busybox, join(root, "bin", "busybox"));
    await copyFile(join(guestFolder, INIT), join(root, INIT));
    await copyFile(module, join(root, "nmicheck.ko"));
    await chmod(join(root, "bin", "busybox"), 0o755);
    await chmod(join(root, INIT), 0o755);
  } catch (error) {
    const cause = unwritableCause(error);
    throw cause === undefined ? error : cacheDiagnostic(folder, cause);
  }
  const archive = join(folder, "initramfs");
  const names = ["bin", "bin/busybox", INIT, "nmicheck.ko"];
  await run(
    ["cpio", "--create", "--quiet", "--format=newc", "--owner=0:0", `--file=${archive}`],
    root,
    options,
    (error) =>
      error.code === "ENOENT"
        ? missingToolsDiagnostic({ programs: ["cpio"], packages: ["cpio"] }, false)
        : initramfsDiagnostic(String(error.stderr ?? "").trim()),
    `${names.join("\n")}\n`,
  );
  return archive;
}
