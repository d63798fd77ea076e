import { resolve } from "node:path";
import { policies } from "../../../spec/policies/all.js";
import { cacheFolder } from "../../cache/folder.js";
import { check, chooseTools } from "../../check/check.js";
import { tlcHeapWithin } from "../../check/memory-budget.js";
import { readCommaList } from "../../configuration/list.js";
import { type NamedAxes, readAxes } from "../../configuration/named-axes.js";
import {
  DEFAULT_CHAIN,
  DEFAULT_RIPS,
  type NamedPlatform,
  namedPlatform,
  platformNames,
} from "../../configuration/platform.js";
import {
  readChain,
  readName,
  readPlatformName,
  readPositive,
  readRips,
} from "../../configuration/read.js";
import { requireEngineName } from "../../engine/open.js";
import { type Bound, boundText } from "../../explore/exploration.js";
import { nmiProperties } from "../../explore/nmi-model.js";
import { verdictsOf } from "../../find/replay.js";
import { isModuleOf } from "../../generate/folder.js";
import { certify, compositionFiles } from "../../limits/certify.js";
import { certifyTable, tableFiles } from "../../limits/certify-table.js";
import type { DecisionTable } from "../../limits/decision-table.js";
import { axisNotJudged } from "../../limits/faults.js";
import { whyNotJudged } from "../../limits/judged-machines.js";
import { type BestPolicy, type Limits, type LimitsRequest, limitsOf } from "../../limits/limits.js";
import {
  aspects,
  DEFAULT_OBSERVATION,
  type Observation,
  observationText,
} from "../../limits/observation.js";
import { isLimitsPolicy, policyAxes, policyFile } from "../../limits/policy-file.js";
import {
  boundedDocument,
  type Certified,
  type Findings,
  limitsDocument,
  type PlayedRun,
  type Tried,
  traceKey,
} from "../../limits/report.js";
import { runTable } from "../../limits/table-run.js";
import { type KernelOrigin, kernelOrigin, kernelTrace, pairTraces } from "../../limits/traces.js";
import { kernelPolicy, walkNames } from "../../limits/walk.js";
import { machineText } from "../../machine/subject.js";
import { makeOutFolder, pathIn } from "../../out/folder.js";
import { SearchStopped } from "../../packed/search-stopped.js";
import type { WorkBudget } from "../../packed/work-budget.js";
import { type LoadedPolicy, loadPolicy, loadToldMore } from "../../policy/load.js";
import { writeWhole } from "../../trace/file.js";
import { writeTrace } from "../../trace/write.js";
import { EXIT, type ExitCode } from "../exit-code.js";
import { interruptible } from "../interrupt.js";
import { limitsText } from "../limits-text.js";
import type { Output } from "../output.js";
import { workProgressLine } from "../progress.js";
import { readSearchBytes, searchBudget } from "../search-budget.js";
import { nmicheckVersion } from "../version.js";

/** The options of `nmicheck limits` as the command line gives them. */
export interface LimitsOptions {
  readonly platform?: string;
  readonly chain?: string;
  readonly rips?: string;
  /** Values of axes, such as `touch=yes`. */
  readonly axis?: readonly string[];
  readonly walk?: string;
  readonly observe?: string;
  readonly checker?: string;
  readonly tlcJar?: string;
  readonly heap?: string;
  readonly timeout?: string;
  readonly engine?: readonly string[];
  readonly out?: string;
  readonly json?: boolean;
}

/** Who certifies the pair; `auto` is TLC where it is there. */
const checkers = ["auto", "tlc", "explorer"] as const;

/** What is the same for all parts of an answer. */
interface Work {
  readonly limits: Limits;
  readonly origin: KernelOrigin;
  readonly engines: readonly string[];
  readonly folder: string;
  readonly options: LimitsOptions;
  readonly output: Output;
  readonly signal: AbortSignal;
}

/** `nmicheck limits`: what any heuristic can and cannot know, and the best that there can be. */
export function limitsCommand(output: Output): (options: LimitsOptions) => Promise<ExitCode> {
  return async (options) => {
    const chain = options.chain === undefined ? DEFAULT_CHAIN : readChain(options.chain);
    const rips = options.rips === undefined ? DEFAULT_RIPS : readRips(options.rips);
    const platform = namedPlatform(readPlatformName(options.platform ?? "ideal"), chain, rips);
    const axes = readJudgedAxes(options.axis);
    const walk = readName("walk", options.walk ?? "chain", walkNames);
    const observation = readObservation(options.observe);
    const engines = options.engine ?? ["reference"];
    for (const name of engines) requireEngineName(name);
    const folder = options.out === undefined ? cacheFolder("limits") : resolve(options.out);
    const about = { command: "limits", unit: "questions" } as const;
    const progress = workProgressLine(output, options.json === true, about);
    // It computes without a pause, and has nothing to leave behind: Ctrl-C ends it as it stands.
    let questions = { done: 0, all: 1 };
    const budget = searchBudget(options, (unit, done) =>
      progress.update(questions.done, questions.all, { part: { unit, done } }),
    );
    const request = { platform, axes, walk, observation };
    const limits = limitsWithin(request, budget, (done, all) => {
      questions = { done, all };
      progress.update(done, all);
    });
    progress.clear();
    if ("bound" in limits) {
      output.answer(
        options.json === true
          ? `${JSON.stringify(boundedDocument(request, limits.bound, nmicheckVersion()), null, 2)}\n`
          : boundedText(request, limits),
      );
      return EXIT.unexpected;
    }
    return interruptible(output, async (signal) => {
      await makeOutFolder(folder);
      const origin = await kernelOrigin(nmicheckVersion(), walk, request);
      const work: Work = { limits, origin, engines, folder, options, output, signal };
      const pair = await playPair(work);
      const best: Tried[] = [];
      for (const one of limits.best) best.push(await tryPolicy(work, one));
      const certificate = await certified(work);
      const findings: Findings = { version: nmicheckVersion(), limits, pair, certificate, best };
      output.answer(
        options.json === true
          ? `${JSON.stringify(limitsDocument(findings), null, 2)}\n`
          : limitsText(findings, output.colour),
      );
      return exitCode(findings);
    });
  };
}

/** Where a search was when it met a bound. */
interface Stopped {
  readonly bound: Bound;
  readonly reached: string;
}

function limitsWithin(
  request: LimitsRequest,
  budget: WorkBudget,
  onProgress: (done: number, all: number) => void,
): Limits | Stopped {
  try {
    return limitsOf(request, budget, onProgress);
  } catch (error) {
    if (!(error instanceof SearchStopped) || error.bound === null) throw error;
    return { bound: error.bound, reached: budget.reached };
  }
}

function boundedText(request: LimitsRequest, { bound, reached }: Stopped): string {
  const { platform, observation } = request;
  const machine = `${machineText(request)}, chain [${platform.chain.join(",")}], R = ${platform.rips}`;
  return `bounded: what an observer of ${observationText(observation)} can know on ${machine} was not found within ${boundText(bound)} (${reached}).\n`;
}

/**
 * Reads the axes of the machine; without any it is the core.
 *
 * @throws Fault `limits/axis` for one of which nothing can be said, `configuration/…`
 */
function readJudgedAxes(texts: readonly string[] | undefined): NamedAxes | undefined {
  if (texts === undefined) return undefined;
  const axes = readAxes(texts);
  const refused = whyNotJudged(axes);
  if (refused !== null) throw axisNotJudged(refused.axis, refused.because);
  return axes;
}

function readObservation(text: string | undefined): Observation {
  if (text === undefined) return DEFAULT_OBSERVATION;
  const asked = readCommaList("--observe", text, (name) => readName("observation", name, aspects));
  return aspects.filter((aspect) => asked.includes(aspect));
}

function fileStem({ limits }: Work, platform: NamedPlatform): string {
  const { axes, walk, observation } = limits.request;
  const on = Object.entries(axes?.names ?? {}).map(([name, value]) => `-${name}-${value}`);
  return `${platform.name}-chain-${platform.chain.join("-")}-rips-${platform.rips}${on.join("")}-${walk}-${observation.join("-")}`;
}

async function playPair(work: Work): Promise<Findings["pair"]> {
  const { limits, origin, engines, folder, output, signal } = work;
  const { walk, platform } = limits.request;
  const table = perfectTable(limits);
  if (table !== null) {
    await writeTla(work, "perfect", await tableFiles({ ...limits.request, table }));
  }
  if (limits.pair === null) return null;
  const { reported, swallowed } = pairTraces(limits.pair, limits.request, origin);
  const [left = [], right = []] = await verdictsOf([reported, swallowed], {
    engines,
    policy: policies[kernelPolicy(walk)],
    signal,
    onProgress: (text) => output.remark(`${text} …\n`),
  });
  const write = async (name: string, trace: typeof reported): Promise<string> => {
    const file = pathIn(folder, `pair-${fileStem(work, platform)}-${name}.trace.json`);
    await writeTrace(file, trace);
    return file;
  };
  const files = await compositionFiles({ ...limits.request, credit: true, pair: limits.pair });
  await writeTla(work, "pair", files);
  return {
    reported: { file: await write("reported", reported), engines: left },
    swallowed: { file: await write("swallowed", swallowed), engines: right },
  } satisfies Record<"reported" | "swallowed", PlayedRun>;
}

async function certified(work: Work): Promise<Certified | { readonly because: string }> {
  const { limits, options, output, signal } = work;
  const checker = readName("checker", options.checker ?? "auto", checkers);
  if (checker === "explorer") return { because: "it was not asked" };
  let because = "it is not there";
  const tools = await chooseTools(
    { checker, ...(options.tlcJar === undefined ? {} : { tlcJar: resolve(options.tlcJar) }) },
    {
      onRemark: (text) => {
        because = text.replace(/\.$/, "");
      },
    },
  );
  if (tools === null) return { because };
  const timeoutSeconds =
    options.timeout === undefined ? undefined : readPositive("--timeout", options.timeout);
  const heap = tlcHeapWithin(readSearchBytes(options));
  const asked = {
    tools,
    signal,
    heap,
    ...(timeoutSeconds === undefined ? {} : { timeoutSeconds }),
  };
  const { pair, request } = limits;
  const table = perfectTable(limits);
  output.remark(
    `TLC checks the model ${table === null ? "composed with itself" : "with the perfect policy"} …\n`,
  );
  const shows = table === null ? (pair === null ? "noPair" : "pair") : "perfectPolicy";
  const certificate =
    table === null
      ? await certify({ ...request, credit: true, pair }, asked)
      : await certifyTable({ ...request, table }, asked);
  return certificate === null
    ? { because: `it had not finished within ${timeoutSeconds} seconds` }
    : { shows, ...certificate };
}

/** The perfect policy, if there is one: that without a false swallow has no spurious report then. */
function perfectTable({ perfectPolicy, best }: Limits): DecisionTable | null {
  if (!perfectPolicy) return null;
  return best.find(({ promise }) => promise === "NoFalseSwallow")?.table ?? null;
}

/** Writes what TLC is given, for people. */
async function writeTla(
  work: Work,
  kind: string,
  files: ReadonlyMap<string, string>,
): Promise<void> {
  const stem = fileStem(work, work.limits.request.platform);
  const folder = await makeOutFolder(work.folder, `${kind}-${stem}-tla`);
  for (const [name, text] of files) await writeWhole(pathIn(folder, name), text, isModuleOf(name));
}

async function tryPolicy(work: Work, best: BestPolicy): Promise<Tried> {
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
  if (loaded.kind === "refused") throw loaded.faults[0] ?? new Error("the policy is refused");
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
    const { tryAmendedKernel } = await import("../../limits/amended-kernel.js");
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

/** An engine that does not show what the model shows is not as expected, nor is a broken promise. */
function exitCode({ pair, best, limits }: Findings): ExitCode {
  const runs = pair === null ? [] : [pair.reported, pair.swallowed];
  const verdicts = runs.flatMap(({ engines }) => engines.map(({ verdict }) => verdict));
  if (verdicts.includes("failed")) return EXIT.tool;
  const isPromiseKept = best.every(({ scorecard }, index) => {
    const promise = limits.best[index]?.promise;
    return scorecard
      .filter(
        ({ platform, property }) =>
          property === promise && platform === limits.request.platform.name,
      )
      .every(({ verdict }) => verdict === "holds");
  });
  const conforms = best.every(({ kernels }) => kernels.every((one) => one.conforms));
  const agrees = verdicts.every((verdict) => verdict === "agrees");
  const isWhole = limits.unanswered.length === 0;
  return agrees && isPromiseKept && conforms && isWhole ? EXIT.expected : EXIT.unexpected;
}
