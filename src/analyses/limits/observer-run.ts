import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { withTemporaryFolder } from "../../base/process/temporary-folder.js";
import type { TlcOutcome } from "../../checkers/tlc/outcome.js";
import { runTlc, type TlcRequest } from "../../checkers/tlc/run.js";
import type { TlcTools } from "../check/tlc-conclusions.js";
import { untrustedRun } from "../check/untrusted-run.js";
import { notCertified } from "./diagnostics.js";

/** How TLC is to be run. */
export interface CertifyOptions {
  readonly tools: TlcTools;
  readonly signal?: AbortSignal;
  /** When to give up; never if not given. */
  readonly timeoutSeconds?: number;
  /** TLC's own choice if not given. */
  readonly heap?: string;
}

/** What TLC said of it. */
export interface Certificate {
  readonly version: string;
  readonly jarSha256: string;
  readonly jarVerified: boolean;
  /** States that TLC has seen. */
  readonly distinct: number;
  readonly seconds: number;
}

/** What TLC found, or that its time was over first, and what a certificate of it would say. */
export interface ObserverRun {
  readonly outcome: Extract<TlcOutcome, { readonly kind: "success" | "violated" | "bounded" }>;
  readonly facts: Omit<Certificate, "distinct">;
}

/** The purpose in the name of the folder for the specifications. */
const PURPOSE = "limits";

/**
 * Runs TLC on a module of observers.
 *
 * @param files the texts of all modules and of the `.cfg`, by the names of their files
 * @param root the name of the module that is checked, without its prefix `MC`
 * @throws Diagnostic `limits/not-certified` where it ends in another way, the diagnostics of TLC, and Diagnostic
 * `process/temp-not-writable`
 */
export async function runObserver(
  files: ReadonlyMap<string, string>,
  root: string,
  { tools, signal, timeoutSeconds, heap }: CertifyOptions,
): Promise<ObserverRun> {
  return withTemporaryFolder(PURPOSE, async (folder) => {
    for (const [name, text] of files) await writeFile(join(folder, name), text);
    const task: TlcRequest = {
      ...tools,
      module: join(folder, `MC${root}.tla`),
      config: join(folder, `MC${root}.cfg`),
      // One worker: only that finds a shortest pair.
      workers: 1,
      fingerprintIndex: 0,
      checkDeadlock: true,
      tuning: "long",
      signal,
      timeoutSeconds,
      ...(heap === undefined ? {} : { heap }),
    };
    const examined = {
      model: null,
      modules: [...files].flatMap(([name, text]) => (name.endsWith(".tla") ? [text] : [])),
      config: files.get(`MC${root}.cfg`) ?? "",
      fairness: null,
    };
    const { outcome, version, seconds } = untrustedRun(examined, task) ?? (await runTlc(task));
    const { sha256, known } = tools.jar;
    if (outcome.kind === "failed") throw outcome.diagnostic;
    if (outcome.kind !== "success" && outcome.kind !== "violated" && outcome.kind !== "bounded") {
      throw notCertified(`its run ended as \`${outcome.kind}\``);
    }
    return {
      outcome,
      facts: {
        version: version ?? "unknown",
        jarSha256: sha256,
        jarVerified: known !== null,
        seconds,
      },
    };
  });
}
