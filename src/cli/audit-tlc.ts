import { resolve } from "node:path";
import type { Audit } from "../analyses/audit/audit.js";
import { type CertifiedMachine, certifyWindow, logFiles } from "../analyses/audit/certify-log.js";
import type { AuditDocument } from "../analyses/audit/document.js";
import { tlcWindows } from "../analyses/audit/tlc-window.js";
import { chooseTools } from "../analyses/check/check.js";
import type { Certificate } from "../analyses/limits/observer-run.js";
import { makeOutFolder, pathIn } from "../base/out/folder.js";
import { optionAlone, optionsExclude } from "../machine/configuration/option-diagnostics.js";
import { readName, readPositive } from "../machine/configuration/read.js";
import { isModuleOf } from "../machine/generate/folder.js";
import { writeWhole } from "../machine/trace/file.js";
import { counted } from "../machine/trace/words.js";
import type { Output } from "./output.js";

/** So many NMIs of a log TLC is asked about unless it is said. */
const MOST_NMIS = 3000;

/** Who says what a log says. */
const checkers = ["explorer", "tlc"] as const;

/** The options about TLC, as the command line gives them. */
interface TlcOptions {
  readonly checker?: string;
  readonly timeout?: string;
  readonly tlcNmis?: string;
  readonly tlcJar?: string;
  readonly out?: string;
  readonly follow?: boolean;
}

/** Whether TLC is asked as well, and where its modules go. */
export interface AskedTlc {
  readonly isAsked: boolean;
  readonly timeoutSeconds: number | undefined;
  /** So many of the first NMIs of the log it is asked about; none where nobody asks. */
  readonly nmis: number;
  readonly jar: string | undefined;
  /** The folder of the modules; null: they are for TLC alone. */
  readonly out: string | null;
}

/**
 * Reads them.
 *
 * @throws Diagnostic `configuration/…`
 */
export function readAskedTlc({
  checker,
  timeout,
  tlcNmis,
  tlcJar,
  out,
  follow,
}: TlcOptions): AskedTlc {
  const isAsked = readName("checker", checker ?? "explorer", checkers) === "tlc";
  if (!isAsked && timeout !== undefined) throw optionAlone("--timeout", "--checker tlc");
  if (!isAsked && tlcJar !== undefined) throw optionAlone("--tlc-jar", "--checker tlc");
  const isWritten = isAsked || out !== undefined;
  if (!isWritten && tlcNmis !== undefined) throw optionAlone("--tlc-nmis", "--checker tlc");
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
    nmis: !isWritten ? 0 : tlcNmis === undefined ? MOST_NMIS : readPositive("--tlc-nmis", tlcNmis),
    jar: tlcJar === undefined ? undefined : resolve(tlcJar),
    out: out === undefined ? null : resolve(out),
  };
}

/**
 * Writes the modules of the first NMIs of a log, and has TLC answer the same questions on them, window
 * by window, each from where the one before it ends.
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
  if (!isAsked && out === null) return null;
  const windows = window.flatMap((part) => tlcWindows(machine, part));
  if (out !== null) {
    await makeOutFolder(out);
    for (const [index, one] of windows.entries()) {
      const folder = await makeOutFolder(out, `window-${index + 1}`);
      for (const [name, text] of await logFiles(machine, one)) {
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
  const count = (some: typeof windows): number =>
    some.reduce((sum, { nmis }) => sum + nmis.length, 0);
  const asked = count(windows);
  const answers: Certificate[] = [];
  for (const [index, one] of windows.entries()) {
    signal.throwIfAborted();
    const which = windows.length === 1 ? "" : `, window ${index + 1} of ${windows.length}`;
    output.remark(`TLC follows ${counted(one.nmis.length, "NMI")} of the log${which} …\n`);
    const answer = await certifyWindow(machine, one, {
      tools,
      signal,
      ...(timeoutSeconds === undefined ? {} : { timeoutSeconds }),
    });
    // Its time is for each window: the ones behind need no less.
    if (answer === null) break;
    answers.push(answer);
  }
  const [first] = answers;
  return {
    asked,
    nmis: count(windows.slice(0, answers.length)),
    windows: answers.length,
    finished: answers.length === windows.length,
    version: first?.version ?? null,
    jarSha256: first?.jarSha256 ?? null,
    jarVerified: first?.jarVerified ?? null,
    distinct: answers.reduce((sum, { distinct }) => sum + distinct, 0),
    seconds: answers.reduce((sum, { seconds }) => sum + seconds, 0),
  };
}
