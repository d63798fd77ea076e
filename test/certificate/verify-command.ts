import { join } from "node:path";
import { Diagnostic } from "../../src/base/diagnostic/diagnostic.js";
import { renderDiagnostic } from "../../src/base/diagnostic/render.js";
import { sealedText } from "../../src/base/document/sealed.js";
import {
  type VerifyCertificateOptions,
  verifyCertificateCommand,
} from "../../src/cli/commands/verify-certificate.js";
import { exitCodeOf } from "../../src/cli/exit-code.js";
import { project } from "../gate/project.js";

/** What the command says of a certificate with this text, and how it ends. */
export async function verify(
  certificate: string,
  options: VerifyCertificateOptions = {},
): Promise<{ readonly exitCode: number; readonly told: string }> {
  const file = join(project({ "c.json": certificate }), "c.json");
  let told = "";
  const answer = (part: string): void => {
    told += part;
  };
  const { signal: unread } = new AbortController();
  const output = { answer, remark: answer, colour: false, terminal: null, width: 100, unread };
  try {
    const exitCode = await verifyCertificateCommand(output)(file, options);
    return { exitCode, told };
  } catch (error) {
    if (!(error instanceof Diagnostic)) throw error;
    return {
      exitCode: exitCodeOf(error),
      told: renderDiagnostic(error).replaceAll(file, "c.json"),
    };
  }
}

// biome-ignore lint/suspicious/noExplicitAny: a forger keeps to no type
export type Forgery = any;

/** A certificate with a part changed, and sealed again by somebody who knows how. */
export function forgedFrom(text: string, change: (certificate: Forgery) => void): string {
  const certificate: Forgery = JSON.parse(text);
  change(certificate);
  const { sha256: _, ...rest } = certificate;
  return sealedText(rest);
}

/** The lines about what is wrong. */
export const wrong = (told: string): readonly string[] =>
  told.split("\n").filter((line) => line.startsWith("WRONG"));
