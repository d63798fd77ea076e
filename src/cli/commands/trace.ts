import { relative } from "node:path";
import { namedPolicy } from "../../analyses/learn/named-policy.js";
import type { Diagnostic } from "../../base/diagnostic/diagnostic.js";
import { policyInput } from "../../machine/configuration/axes.js";
import { type LoadedPolicy, loadPolicy } from "../../machine/policy/load.js";
import { readTraceText } from "../../machine/trace/file.js";
import { builtInPolicy } from "../../machine/trace/known.js";
import { modelOfTrace } from "../../machine/trace/model-identity.js";
import { type ParsedTrace, parseTrace } from "../../machine/trace/parse.js";
import { renderTrace } from "../../machine/trace/table/render.js";
import { verifyTrace } from "../../machine/trace/verify.js";
import { EXIT, type ExitCode, reportDiagnostics } from "../exit-code.js";
import type { Output } from "../output.js";

export interface TraceOptions {
  /** The policy file that a trace of a user's policy belongs to. */
  readonly policy?: string;
  readonly json?: boolean;
}

/** `nmicheck trace FILE`: the behaviour, event by event, once the typed model has confirmed it. */
export function traceCommand(
  output: Output,
): (file: string, options: TraceOptions) => Promise<ExitCode> {
  return async (file, options) => {
    const parsed = parseTrace(await readTraceText(file), relative(process.cwd(), file) || file);
    const loaded = await policyOf(parsed, options.policy);
    if (loaded.kind === "refused") return reportDiagnostics(loaded.diagnostics, output);
    verifyTrace(parsed, loaded.policy.policy, await modelOfTrace(parsed, loaded.policy));
    output.answer(
      options.json === true
        ? `${JSON.stringify(parsed.trace)}\n`
        : `${renderTrace(parsed.trace, { colour: output.colour })}\n`,
    );
    return EXIT.expected;
  };
}

type PolicyOfTrace =
  | { readonly kind: "loaded"; readonly policy: LoadedPolicy }
  | { readonly kind: "refused"; readonly diagnostics: readonly Diagnostic[] };

/**
 * The policy of a trace: a built-in one by its name, a user's by its file.
 *
 * @throws Diagnostic `trace/…` when the trace names a policy that is not known, or needs its file
 */
export async function policyOf(
  parsed: ParsedTrace,
  file: string | undefined,
): Promise<PolicyOfTrace> {
  const isTold = parsed.trace.axes?.[policyInput.name] !== undefined;
  if (file !== undefined) return namedPolicy(file, isTold ? "told" : "any");
  // Says what is wrong where it is wrong in the file.
  builtInPolicy(parsed);
  return loadPolicy(parsed.trace.policy.name);
}
