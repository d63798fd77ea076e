import { audit } from "../../analyses/audit/audit.js";
import { unknownTargets } from "../../analyses/audit/automata.js";
import { nothingToAudit } from "../../analyses/audit/diagnostics.js";
import { type AuditDocument, auditDocument } from "../../analyses/audit/document.js";
import { howText, recordScript } from "../../analyses/audit/how.js";
import { requireAudited } from "../../analyses/audit/machine.js";
import { auditLines } from "../../analyses/audit/text.js";
import { namedPolicy } from "../../analyses/learn/named-policy.js";
import { optionsExclude } from "../../machine/configuration/option-diagnostics.js";
import { readName, readPlatformName, readPositive } from "../../machine/configuration/read.js";
import { EXIT, type ExitCode, reportDiagnostics } from "../exit-code.js";
import { interruptible } from "../interrupt.js";
import { learnedRemarks } from "../learned-remark.js";
import type { Output } from "../output.js";
import { type MachineOptions, readMachine } from "../question.js";
import { nmicheckVersion } from "../version.js";

/** The options of `nmicheck audit` as the command line gives them. */
export interface AuditOptions extends Pick<MachineOptions, "axis"> {
  readonly policy?: string;
  readonly platform?: string;
  readonly unknownTo?: string;
  readonly unknownHandler?: readonly string[];
  readonly most?: string;
  /** `script` for the script. */
  readonly how?: true | string;
  readonly json?: boolean;
}

/** So many NMIs that nobody claimed are told one by one unless it is said. */
const MOST = 1000;

/** `nmicheck audit FILE…`: what a machine's log says of its NMIs, and what it cannot say. */
export function auditCommand(
  output: Output,
): (files: readonly string[], options: AuditOptions) => Promise<ExitCode> {
  return async (files, options) => {
    if (options.how !== undefined) {
      const [file] = files;
      if (file !== undefined) throw optionsExclude("--how", file, "the one reads no log");
      if (options.how !== true) readName("way to tell how", options.how, ["script"]);
      output.answer(options.how === true ? howText() : recordScript);
      return EXIT.expected;
    }
    if (files.length === 0) throw nothingToAudit();
    const axes = readMachine(options);
    if (axes !== undefined) requireAudited(axes);
    const platform = readPlatformName(options.platform ?? "ideal");
    const unknownTo = readName("target", options.unknownTo ?? "all", unknownTargets);
    const most = options.most === undefined ? MOST : readPositive("--most", options.most);
    const policy = await namedPolicy(options.policy ?? "mainline", "any", learnedRemarks(output));
    if (policy.kind === "refused") return reportDiagnostics(policy.diagnostics, output);
    return interruptible(output, async (signal) => {
      const found = await audit({
        files,
        machine: { policy: policy.policy, platform, axes },
        unknownTo,
        unknownHandlers: options.unknownHandler ?? [],
        most,
        shows: true,
        signal,
      });
      const document = auditDocument(nmicheckVersion(), found);
      output.answer(
        options.json === true
          ? `${JSON.stringify(document, null, 2)}\n`
          : `${auditLines(document).join("\n")}\n`,
      );
      return exitCode(document);
    });
  };
}

/** All is there and explained, and no unknown edge can have been swallowed; else not as expected. */
function exitCode({ answer }: AuditDocument): ExitCode {
  return answer === "explained" ? EXIT.expected : EXIT.unexpected;
}
