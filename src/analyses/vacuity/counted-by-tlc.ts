import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Diagnostic } from "../../base/diagnostic/diagnostic.js";
import type { TlaRegion } from "../../checkers/tlc/region.js";
import { runTlc, type TlcRequest } from "../../checkers/tlc/run.js";
import type { Subject } from "../../machine/subject.js";
import { compiledOf, mayEnd } from "../../machine/subject.js";
import { type MemoryBudget, withinBudget } from "../check/memory-budget.js";
import type { TlcTools } from "../check/tlc-conclusions.js";
import { writeTlcFiles } from "../check/tlc-files.js";
import { untrustedRun } from "../check/untrusted-run.js";
import { type Probe, probesOf } from "./probes.js";
import type { Reached } from "./reached.js";

/** What TLC has counted over the whole state space. */
export interface TlcCoverage {
  readonly distinct: number;
  readonly generated: number;
  readonly depth: number;
  readonly collisionProbability: number;
  /** By the name that the action has in TLA+. */
  readonly actions: ReadonlyMap<string, number>;
  readonly probes: readonly ProbeCount[];
}

/** What TLC and the explorer have counted for a probe. */
export interface ProbeCount {
  readonly what: string;
  readonly tlc: number;
  readonly explorer: number;
}

/** How TLC is to be run. */
export interface CoverageSettings {
  readonly tools: TlcTools;
  /** A folder for the specification, which must be there. */
  readonly folder: string;
  readonly heap?: string;
  /** Memory that the run shares with what runs beside it. */
  readonly budget?: MemoryBudget;
  readonly timeoutSeconds?: number;
  readonly signal?: AbortSignal;
}

/** TLC's count, or why there is none. */
export type CoverageResult =
  | { readonly kind: "counted"; readonly coverage: TlcCoverage }
  | { readonly kind: "bounded"; readonly seconds: number }
  | { readonly kind: "failed"; readonly diagnostic: Diagnostic }
  | { readonly kind: "other"; readonly what: string };

/** Only the report at the end counts. TLC has milliseconds in 32 bits: 35,791 minutes. */
const MINUTES_BETWEEN_REPORTS = 30_000;

/**
 * Has TLC exhaust the state space of a subject without any property but `TypeOK`, counting actions
 * and what the explorer has reached.
 *
 * @throws the reason of `signal`
 */
export async function countedByTlc(
  subject: Subject,
  reached: Reached,
  settings: CoverageSettings,
): Promise<CoverageResult> {
  const { tools, folder, heap, budget, timeoutSeconds, signal } = settings;
  const compiled = await compiledOf(subject, []);
  const files = await writeTlcFiles(folder, "coverage", subject, compiled, []);
  const probes = probesOf(reached, subject.axes);
  const firstLine = await addProbes(files.module, files.config, probes);
  const actions = new Map<string, number>();
  const parts = new Map<string, number>();
  const task: TlcRequest = {
    ...tools,
    module: files.module,
    config: files.config,
    mapPlace: files.mapPlace,
    workers: 1,
    fingerprintIndex: 0,
    checkDeadlock: !mayEnd(subject),
    tuning: reached.distinct < 200_000 ? "short" : "long",
    coverageMinutes: MINUTES_BETWEEN_REPORTS,
    heap,
    timeoutSeconds,
    signal,
    onEvent: (event) => {
      if (event.kind === "coverage-action") actions.set(event.action, event.generated);
      if (event.kind === "coverage-expression") parts.set(regionKey(event.region), event.count);
    },
  };
  const { outcome } =
    untrustedRun(files.examined, task) ?? (await withinBudget(budget, heap, () => runTlc(task)));
  switch (outcome.kind) {
    case "success": {
      const { distinct, generated } = outcome.counts;
      const module = moduleOf(files.module);
      return {
        kind: "counted",
        coverage: {
          distinct,
          generated,
          depth: outcome.depth,
          collisionProbability: Math.max(
            outcome.collision.calculated,
            outcome.collision.observed ?? 0,
          ),
          actions,
          probes: probes.map((probe, index) => {
            const twice = parts.get(
              regionKey({
                module,
                line: firstLine + index,
                column: probe.column,
                endLine: firstLine + index,
                endColumn: probe.endColumn,
              }),
            );
            return { what: probe.what, tlc: distinct - (twice ?? 0) / 2, explorer: probe.states };
          }),
        },
      };
    }
    case "bounded":
      return { kind: "bounded", seconds: outcome.seconds };
    case "failed":
      return { kind: "failed", diagnostic: outcome.diagnostic };
    default:
      return { kind: "other", what: outcome.kind };
  }
}

function moduleOf(file: string): string {
  return join(file)
    .replace(/^.*[\\/]/, "")
    .replace(/\.tla$/, "");
}

function regionKey({ module, line, column, endLine, endColumn }: TlaRegion): string {
  return `${module} ${line}:${column}-${endLine}:${endColumn}`;
}

/** Adds the probes to the module and its configuration; gives the line of the first one. */
async function addProbes(
  module: string,
  config: string,
  probes: readonly Probe[],
): Promise<number> {
  const lines = (await readFile(module, "utf8")).split("\n");
  const end = lines.findLastIndex((line) => /^====/.test(line));
  const text = [...lines.slice(0, end), ...probes.map(({ line }) => line), ...lines.slice(end)];
  await writeFile(module, text.join("\n"));
  const cfg = (await readFile(config, "utf8")).trimEnd();
  await writeFile(config, `${cfg}\n${probes.map(({ name }) => `  ${name}`).join("\n")}\n`);
  return end + 1;
}
