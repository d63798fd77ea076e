import { cacheFolder } from "../../base/cache/folder.js";
import { Diagnostic } from "../../base/diagnostic/diagnostic.js";
import { makeOutFolder, pathIn } from "../../base/out/folder.js";
import { machineStem } from "../../machine/configuration/axes-text.js";
import { writeItf, writeTrace } from "../../machine/trace/write.js";
import type { CheckResult } from "./result.js";

/** Where counterexamples go when nobody names a folder. */
export function defaultTracesFolder(): string {
  return cacheFolder("traces");
}

/** The name of a counterexample's file, without its ending: what it is a counterexample of. */
function traceName({ policy, platform, axes, property }: CheckResult): string {
  const own = policy.origin.kind === "file" ? `-${policy.model.sha256.slice(0, 8)}` : "";
  const isBare = axes !== undefined && Object.keys(axes.names).length === 0;
  const machine = `${machineStem(platform, axes?.names)}${isBare ? "-no-axes" : ""}`;
  return `${policy.name}${own}-${machine}-${property}`;
}

/** The results with their counterexamples written, and where. */
export interface WrittenTraces {
  readonly results: readonly CheckResult[];
  /** Null if there were none, or if the folder in the cache cannot be written. */
  readonly folder: string | null;
  /** Why nothing was written to the folder in the cache. */
  readonly problem?: Diagnostic;
}

/**
 * Writes every counterexample as `nmicheck.trace/1` and as ITF. Without `out` they go to the user's
 * cache, and a cache that cannot be written costs the files and not the verdicts; with `null` none is
 * written.
 *
 * @throws Diagnostic when `out` cannot be written, or has files in their place that are not nmicheck's
 */
export async function writeTraces(
  results: readonly CheckResult[],
  out: string | null | undefined,
): Promise<WrittenTraces> {
  if (out === null) return { results, folder: null };
  const folder = out ?? defaultTracesFolder();
  if (!results.some((result) => result.verdict.verdict === "violated")) {
    return { results, folder: null };
  }
  try {
    await makeOutFolder(folder);
    const written = await Promise.all(results.map((result) => writeOne(result, folder)));
    return { results: written, folder };
  } catch (error) {
    if (out !== undefined || !(error instanceof Diagnostic)) throw error;
    return { results, folder: null, problem: error };
  }
}

async function writeOne(result: CheckResult, folder: string): Promise<CheckResult> {
  const { verdict } = result;
  if (verdict.verdict !== "violated") return result;
  const file = pathIn(folder, `${traceName(result)}.trace.json`);
  await writeTrace(file, verdict.trace);
  await writeItf(pathIn(folder, `${traceName(result)}.itf.json`), verdict.trace);
  return { ...result, traceFile: file };
}
