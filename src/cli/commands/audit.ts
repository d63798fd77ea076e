import { type Audit, type AuditRequest, audit, type Follow } from "../../analyses/audit/audit.js";
import { unknownTargets } from "../../analyses/audit/automata.js";
import { nothingToAudit, severalToFollow } from "../../analyses/audit/diagnostics.js";
import {
  type AuditDocument,
  auditDocument,
  unclaimedOf,
  unexplainedOf,
} from "../../analyses/audit/document.js";
import { howText, recordScript } from "../../analyses/audit/how.js";
import { requireAudited } from "../../analyses/audit/machine.js";
import { probeScript } from "../../analyses/audit/probe.js";
import { auditLines, unclaimedText, unexplainedText } from "../../analyses/audit/text.js";
import { namedPolicy } from "../../analyses/learn/named-policy.js";
import { optionsExclude } from "../../machine/configuration/option-diagnostics.js";
import { readName, readPlatformName, readPositive } from "../../machine/configuration/read.js";
import { askTlc, readAskedTlc } from "../audit-tlc.js";
import { EXIT, type ExitCode, reportDiagnostics } from "../exit-code.js";
import { interruptible, interruptSignal } from "../interrupt.js";
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
  readonly sharedHandler?: readonly string[];
  readonly most?: string;
  /** `script` or `probe` for one of the scripts. */
  readonly how?: true | string;
  readonly follow?: boolean;
  /** `explorer` for the observers alone. */
  readonly checker?: string;
  readonly timeout?: string;
  /** How many NMIs TLC is asked about. */
  readonly tlcNmis?: string;
  readonly tlcJar?: string;
  readonly out?: string;
  readonly json?: boolean;
}

/** What `--how` prints to be run on the machine in question. */
const scripts = { script: recordScript, probe: probeScript } as const;

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
      output.answer(
        options.how === true
          ? howText()
          : scripts[readName("way to tell how", options.how, ["script", "probe"])],
      );
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
    const asked = readAskedTlc(options);
    const request: AuditRequest = {
      files,
      machine: { policy: policy.policy, platform, axes },
      unknownTo,
      unknownHandlers: options.unknownHandler ?? [],
      sharedHandlers: options.sharedHandler ?? [],
      most,
      shows: true,
      window: asked.nmis,
    };
    if (options.follow === true) return follow(request, options, output);
    return interruptible(output, async (signal) => {
      const found = await audit({ ...request, signal });
      const machine = { ...request.machine, policy: policy.policy };
      return tell(found, await askTlc(machine, found, asked, { output, signal }), options, output);
    });
  };
}

/**
 * Tells each NMI that nobody claimed as it comes. Ctrl-C is how one asks for the summary of what has
 * come so far, and that is an answer like any other; a second one ends nmicheck at once.
 */
async function follow(
  request: AuditRequest,
  options: AuditOptions,
  output: Output,
): Promise<ExitCode> {
  if (request.files.length > 1) throw severalToFollow(request.files.length);
  const { signal, release } = interruptSignal();
  const line = (text: string): void => {
    if (options.json !== true) output.answer(`${text}\n`);
  };
  const following: Follow = {
    stop: AbortSignal.any([signal, output.unread]),
    onUnclaimed: (one) => line(unclaimedText(unclaimedOf(one))),
    onUnexplained: (one) => line(`not explained: ${unexplainedText(unexplainedOf(one))}`),
  };
  try {
    const found = await audit({ ...request, follow: following });
    if (found.counts.unclaimed + found.counts.unexplained > 0) line("");
    return tell(found, null, options, output);
  } finally {
    release();
  }
}

function tell(
  found: Audit,
  tlc: AuditDocument["tlc"],
  { json, follow }: AuditOptions,
  output: Output,
): ExitCode {
  const document = auditDocument(nmicheckVersion(), found, tlc);
  output.answer(
    json === true
      ? `${JSON.stringify(document, null, 2)}\n`
      : `${auditLines(document, follow === true).join("\n")}\n`,
  );
  return exitCode(document);
}

/** All is there and explained, and no unknown edge can have been swallowed; else not as expected. */
function exitCode({ answer }: AuditDocument): ExitCode {
  return answer === "explained" ? EXIT.expected : EXIT.unexpected;
}
