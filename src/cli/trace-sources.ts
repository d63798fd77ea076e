import { readdir, stat } from "node:fs/promises";
import { join, relative } from "node:path";
import type { Policy } from "../../spec/policy.js";
import { Diagnostic } from "../base/diagnostic/diagnostic.js";
import { readTraceText } from "../machine/trace/file.js";
import { modelOfTrace } from "../machine/trace/model-identity.js";
import { parseTrace } from "../machine/trace/parse.js";
import type { Trace } from "../machine/trace/schema.js";
import { disputedClaim } from "../machine/trace/verify.js";
import { policyOf } from "./commands/trace.js";

/** A trace that the typed model has confirmed, and what is known of it. */
export interface TraceSource {
  readonly file: string;
  readonly trace: Trace;
  readonly policy: Policy<unknown>;
  /** The same, if it is not a built-in one. */
  readonly own: Policy<unknown> | undefined;
  /** What the trace says of its own events, and the typed model does not. */
  readonly disputed: Diagnostic | null;
}

/** The text of a trace, and what to call it. */
export interface TraceText {
  readonly file: string;
  readonly text: () => Promise<string>;
}

/**
 * The traces that were named: files, and all in folders, by name.
 *
 * @throws Diagnostic `replay/no-traces` where there is none
 */
export async function namedTraces(names: readonly string[]): Promise<readonly TraceText[]> {
  const paths = (await Promise.all(names.map(traceFiles))).flat();
  if (paths.length === 0) throw noTraces(names);
  return paths.map((path) => ({
    file: relative(process.cwd(), path) || path,
    text: () => readTraceText(path),
  }));
}

/** A file, or the traces in a folder, by name. */
async function traceFiles(path: string): Promise<readonly string[]> {
  const isFolder = await stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  );
  if (!isFolder) return [path];
  const names = await readdir(path);
  return names
    .filter((name) => name.endsWith(".json") && !name.endsWith(".itf.json"))
    .sort()
    .map((name) => join(path, name));
}

function noTraces(files: readonly string[]): Diagnostic {
  return new Diagnostic({
    code: "replay/no-traces",
    blame: "user",
    message:
      files.length === 0
        ? "no trace was named."
        : `there is no trace in ${files.map((file) => `\`${file}\``).join(", ")}.`,
    remedy: "`nmicheck check --out FOLDER` writes the traces of its counterexamples.",
  });
}

/**
 * The traces that the typed model confirms; the others are told as they come.
 *
 * @param policyFile the policy of those that are of a user's
 */
export async function* confirmedTraces(
  texts: readonly TraceText[],
  policyFile: string | undefined,
  onDiagnostic: (file: string, diagnostic: Diagnostic) => void,
): AsyncGenerator<TraceSource> {
  for (const { file, text } of texts) {
    try {
      const parsed = parseTrace(await text(), file);
      const loaded = await policyOf(parsed, parsed.trace.policy.builtIn ? undefined : policyFile);
      if (loaded.kind === "refused") {
        for (const diagnostic of loaded.diagnostics) onDiagnostic(file, diagnostic);
        continue;
      }
      const { policy, origin } = loaded.policy;
      const disputed = disputedClaim(parsed, policy, await modelOfTrace(parsed, loaded.policy));
      const own = origin.kind === "file" ? policy : undefined;
      yield { file, trace: parsed.trace, policy, own, disputed };
    } catch (error) {
      if (!(error instanceof Diagnostic)) throw error;
      onDiagnostic(file, error);
    }
  }
}

/** Every trace is of a built-in policy: what was named has played nothing. */
export function policyUnused(file: string): Diagnostic {
  return new Diagnostic({
    code: "replay/policy-unused",
    blame: "user",
    message: `no trace is of a policy of yours, and \`--policy ${file}\` was not looked at.`,
    remedy: "leave it out, or name traces of that policy.",
  });
}
