import { resolve } from "node:path";
import { check } from "../analyses/check/check.js";
import type { BestPolicy, LimitsRequest } from "../analyses/limits/limits.js";
import { isLimitsPolicy, policyAxes, policyFile } from "../analyses/limits/policy-file.js";
import { type Tried, traceKey } from "../analyses/limits/report.js";
import { runTable } from "../analyses/limits/table-run.js";
import { kernelTrace } from "../analyses/limits/traces.js";
import { makeOutFolder, pathIn } from "../base/out/folder.js";
import { type NamedAxes, readAxes } from "../machine/configuration/named-axes.js";
import { namedPlatform, platformNames } from "../machine/configuration/platform.js";
import { nmiProperties } from "../machine/model/property-names.js";
import { type LoadedPolicy, loadPolicy, loadToldMore } from "../machine/policy/load.js";
import { writeWhole } from "../machine/trace/file.js";
import { writeTrace } from "../machine/trace/write.js";
import { fileStem, type Work } from "./limits-work.js";
import { nmicheckVersion } from "./version.js";

/** Writes a best policy, asks what it is worth, and tries the kernel's code with the change that makes it. */
export async function tryPolicy(work: Work, best: BestPolicy): Promise<Tried> {
  const { limits, folder } = work;
  const { request } = limits;
  const written = policyFile(best, request);
  if (written === null) {
    const scorecard = tableScorecard(request, best);
    const traceFiles = await writeStandings(work, best);
    return { file: null, text: null, scorecard, traceFiles, kernels: [] };
  }
  const file = pathIn(folder, written.fileName);
  await writeWhole(file, written.text, isLimitsPolicy);
  const texts = policyAxes(best, request);
  const axes = texts.length === 0 ? request.axes : readAxes(texts);
  const loaded =
    best.form.kind === "told" ? await loadToldMore(resolve(file)) : await loadPolicy(file);
  if (loaded.kind === "refused") throw loaded.diagnostics[0] ?? new Error("the policy is refused");
  const traceFiles = await writeStandings(work, best);
  const scorecard = await scorecardOf(work, loaded.policy, axes);
  const kernels = await amendedKernels(work, best, loaded.policy);
  return { file, text: written.text, scorecard, traceFiles, kernels };
}

/** The traces that show where the kernel's policy and a best one differ. */
async function writeStandings(
  work: Work,
  { standings, promise }: BestPolicy,
): Promise<ReadonlyMap<string, string>> {
  const { folder } = work;
  const traceFiles = new Map<string, string>();
  for (const standing of standings) {
    const { platform } = standing;
    for (const shown of standing.shown) {
      const name = `${promise}-${fileStem(work, platform)}-${shown.difference}`;
      const traceFile = pathIn(folder, `${name}.trace.json`);
      await writeTrace(traceFile, kernelTrace({ ...work.origin, platform }, shown.first));
      traceFiles.set(traceKey(standing, shown), traceFile);
    }
  }
  return traceFiles;
}

/** The verdicts of a table, by executing the model with it on the platform that it is for. */
function tableScorecard(request: LimitsRequest, { table }: BestPolicy): Tried["scorecard"] {
  const { violated } = runTable({ ...request, table });
  return nmiProperties.map((property) => {
    const length = violated.get(property);
    const verdict = length === undefined ? ("holds" as const) : ("violated" as const);
    const platform = request.platform.name;
    return { platform, property, verdict, ...(length === undefined ? {} : { length }) };
  });
}

/** The verdicts of the policy file, by the embedded explorer unless TLC was asked for. */
async function scorecardOf(
  { limits, options, signal, folder }: Work,
  policy: LoadedPolicy,
  axes: NamedAxes | undefined,
): Promise<Tried["scorecard"]> {
  const { chain, rips } = limits.request.platform;
  const subjects = platformNames.map((name) => ({
    policy,
    platform: namedPlatform(name, chain, rips),
    ...(axes === undefined ? {} : { axes }),
  }));
  const out = await makeOutFolder(folder, "scorecard");
  const { results } = await check(
    { subjects, properties: nmiProperties, version: nmicheckVersion(), signal },
    { checker: options.checker === "tlc" ? "tlc" : "explorer", out },
    {},
  );
  return results.map(({ platform, property, verdict }) => ({
    platform: platform.name,
    property,
    verdict: verdict.verdict,
    ...(verdict.verdict === "violated" ? { length: verdict.trace.events.length + 1 } : {}),
  }));
}

/** Compiles nmi.c with the smallest change, on each compiled kernel that was asked for. */
async function amendedKernels(
  { limits, engines, output, signal }: Work,
  { amendment, differsAfter }: BestPolicy,
  policy: LoadedPolicy,
): Promise<Tried["kernels"]> {
  if (amendment === null || amendment.length === 0 || differsAfter === null) return [];
  const kernels: Tried["kernels"][number][] = [];
  for (const engine of engines.filter((name) => name.startsWith("linux:"))) {
    const { tryAmendedKernel } = await import("../analyses/limits/amended-kernel.js");
    output.remark(`holding ${engine} with the change against the policy …\n`);
    const amended = await tryAmendedKernel({
      tree: engine.slice("linux:".length),
      walk: limits.request.walk,
      amendment,
      policy: policy.policy,
      version: nmicheckVersion(),
      signal,
    });
    kernels.push({ engine, ...amended });
  }
  return kernels;
}
