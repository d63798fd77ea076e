import { tmpdir } from "node:os";
import { installDiagnostic, missingToolsDiagnostic, platformDiagnostic } from "./diagnostics.js";
import { complaintOf, run, type WorkOptions } from "./run.js";
import { findProgram, missingTools } from "./tools.js";

/** Whether this process may install Debian packages. */
async function mayInstall(): Promise<boolean> {
  return process.getuid?.() === 0 && (await findProgram("apt-get")) !== undefined;
}

/**
 * Makes sure that the programs are there that the engine calls.
 *
 * @param install whether to install what is missing, where that is possible: as root, with apt-get.
 * @throws Diagnostic `qemu/platform`, `qemu/missing-tools`, `qemu/install`.
 */
export async function provisionQemu(install: boolean, options: WorkOptions = {}): Promise<void> {
  if (process.platform !== "linux" || process.arch !== "x64") {
    throw platformDiagnostic(process.platform, process.arch);
  }
  const missing = await missingTools();
  if (missing === null) return;
  const may = await mayInstall();
  if (!install || !may) throw missingToolsDiagnostic(missing, may);
  const { packages } = missing;
  options.onProgress?.(`installing ${packages.join(", ")}`);
  const apt = (args: readonly string[]) =>
    run(["apt-get", ...args], tmpdir(), options, (error) =>
      installDiagnostic(packages, complaintOf(error)),
    );
  await apt(["update"]);
  await apt(["install", "--yes", "--no-install-recommends", ...packages]);
  const still = await missingTools();
  if (still !== null) throw missingToolsDiagnostic(still, false);
}
