import { resolve } from "node:path";
import type { Audit } from "../analyses/audit/audit.js";
import { type CertifiedMachine, certifyPart, logFiles } from "../analyses/audit/certify-log.js";
import type { AuditDocument } from "../analyses/audit/document.js";
import { chooseTools } from "../analyses/check/check.js";
import type { Certificate } from "../analyses/limits/observer-run.js";
import { makeOutFolder, pathIn } from "../base/out/folder.js";
import { optionAlone, optionsExclude } from "../machine/configuration/option-diagnostics.js";
import { readName, readPositive } from "../machine/configuration/read.js";
import { isModuleOf } from "../machine/generate/folder.js";
import { writeWhole } from "../machine/trace/file.js";
import type { Output } from "./output.js";

/** Who says what a log says. */
const checkers = ["explorer", "tlc"] as const;

/** The options about TLC, as the command line gives them. */
interface TlcOptions {
  readonly checker?: string;
  readonly timeout?: string;
  readonly tlcJar?: string;
  readonly out?: string;
  readonly follow?: boolean;
}

/** Whether TLC is asked as well, and where its modules go. */
export interface AskedTlc {
  readonly isAsked: boolean;
  readonly timeoutSeconds: number | undefined;
  readonly jar: string | undefined;
  /** The folder of the modules; null: they are for TLC alone. */
  readonly out: string | null;
}

/**
 * Reads them.
 *
 * @throws Diagnostic `configuration/…`
 */
export function readAskedTlc({ checker, timeout, tlcJar, out, follow }: TlcOptions): AskedTlc {
  const isAsked = readName("checker", checker ?? "explorer", checkers) === "tlc";
  if (!isAsked && timeout !== undefined) throw optionAlone("--timeout", "--checker tlc");
  if (!isAsked && tlcJar !== undefined) throw optionAlone("--tlc-jar", "--checker tlc");
  if (follow === true && (isAsked || out !== undefined)) {
    throw optionsExclude(
      "--follow",
      isAsked ? "--checker tlc" : "--out",
      "a trace specification is of a log that is over",
    );
  }
  return {
    isAsked,
    timeoutSeconds: timeout === undefined ? undefined : readPositive("--timeout", timeout),
    jar: tlcJar === undefined ? undefined : resolve(tlcJar),
    out: out === undefined ? null : resolve(out),
  };
}

/**
 * Writes the modules of the first NMIs of a log, and has TLC answer the same questions on them.
 *
 * @returns null where TLC is not asked
 * @throws Diagnostic `audit/not-certified` where it answers otherwise, and the diagnostics of TLC
 */
export async function askTlc(
  machine: CertifiedMachine,
  { window }: Audit,
  { isAsked, timeoutSeconds, jar, out }: AskedTlc,
  { output, signal }: { readonly output: Output; readonly signal: AbortSignal },
): Promise<AuditDocument["tlc"]> {
  if (out !== null) {
    await makeOutFolder(out);
    for (const [index, part] of window.entries()) {
      const folder = await makeOutFolder(out, `machine-${index + 1}`);
      for (const [name, text] of await logFiles(machine, part)) {
        await writeWhole(pathIn(folder, name), text, isModuleOf(name));
      }
    }
  }
  if (!isAsked) return null;
  const tools = await chooseTools(
    { checker: "tlc", ...(jar === undefined ? {} : { tlcJar: jar }) },
    {},
  );
  if (tools === null) return null;
  const nmis = window.reduce((sum, part) => sum + part.nmis.length, 0);
  output.remark(`TLC follows ${nmis} NMIs of the log …\n`);
  const answers: Certificate[] = [];
  for (const part of window) {
    const asked = { tools, signal, ...(timeoutSeconds === undefined ? {} : { timeoutSeconds }) };
    const answer = await certifyPart(machine, part, asked);
    if (answer !== null) answers.push(answer);
  }
  const [first] = answers;
  return {
    nmis,
    finished: answers.length === window.length,
    version: first?.version ?? null,
    jarSha256: first?.jarSha256 ?? null,
    jarVerified: first?.jarVerified ?? null,
    distinct: answers.reduce((sum, { distinct }) => sum + distinct, 0),
    seconds: answers.reduce((sum, { seconds }) => sum + seconds, 0),
  };
}
