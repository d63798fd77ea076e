import { resolve } from "node:path";
import { policies } from "../../../spec/policies/all.js";
import { chooseTools } from "../../analyses/check/check.js";
import { tlcHeapWithin } from "../../analyses/check/memory-budget.js";
import { verdictsOf } from "../../analyses/find/replay.js";
import { certify, compositionFiles } from "../../analyses/limits/certify.js";
import { certifyTable, tableFiles } from "../../analyses/limits/certify-table.js";
import type { DecisionTable } from "../../analyses/limits/decision-table.js";
import { axisNotJudged } from "../../analyses/limits/diagnostics.js";
import { impossibleEverywhere } from "../../analyses/limits/everywhere.js";
import { whyNotJudged } from "../../analyses/limits/judged-machines.js";
import { type Limits, type LimitsRequest, limitsOf } from "../../analyses/limits/limits.js";
import {
  aspects,
  DEFAULT_OBSERVATION,
  type Observation,
  observationText,
} from "../../analyses/limits/observation.js";
import {
  boundedDocument,
  type Certified,
  type Findings,
  limitsDocument,
  type PlayedRun,
  type Tried,
} from "../../analyses/limits/report.js";
import { kernelOrigin, pairTraces } from "../../analyses/limits/traces.js";
import { kernelPolicy, walkNames } from "../../analyses/limits/walk.js";
import { cacheFolder } from "../../base/cache/folder.js";
import { keepAnswer, keptAnswer } from "../../base/kept/kept-answer.js";
import { makeOutFolder, pathIn } from "../../base/out/folder.js";
import { type Bound, boundText } from "../../checkers/explore/exploration.js";
import { SearchStopped } from "../../checkers/packed/search-stopped.js";
import type { WorkBudget } from "../../checkers/packed/work-budget.js";
import { requireEngineName } from "../../engines/open.js";
import { readCommaList } from "../../machine/configuration/list.js";
import type { NamedAxes } from "../../machine/configuration/named-axes.js";
import {
  DEFAULT_CHAIN,
  DEFAULT_RIPS,
  namedPlatform,
} from "../../machine/configuration/platform.js";
import { sizeText } from "../../machine/configuration/platform-text.js";
import {
  readChain,
  readName,
  readPlatformName,
  readPositive,
  readRips,
} from "../../machine/configuration/read.js";
import { isModuleOf } from "../../machine/generate/folder.js";
import { machineText } from "../../machine/subject.js";
import { writeWhole } from "../../machine/trace/file.js";
import { writeTrace } from "../../machine/trace/write.js";
import { EXIT, type ExitCode } from "../exit-code.js";
import { interruptible } from "../interrupt.js";
import {
  areAsWritten,
  keptLimits,
  type LimitsAnswer,
  limitsCheckers,
  limitsQuestion,
  writtenSince,
} from "../kept-limits.js";
import { keptRemark } from "../kept-remark.js";
import { limitsText } from "../limits-text.js";
import { fileStem, type LimitsOptions, type Work } from "../limits-work.js";
import type { Output } from "../output.js";
import { workProgressLine } from "../progress.js";
import { type MachineOptions, readMachine } from "../question.js";
import { readSearchBytes, searchBudget } from "../search-budget.js";
import { tryPolicy } from "../try-best-policy.js";
import { nmicheckVersion } from "../version.js";

/** `nmicheck limits`: what any heuristic can and cannot know, and the best possible policies. */
export function limitsCommand(output: Output): (options: LimitsOptions) => Promise<ExitCode> {
  return async (options) => {
    const chain = options.chain === undefined ? DEFAULT_CHAIN : readChain(options.chain);
    const rips = options.ips === undefined ? DEFAULT_RIPS : readRips(options.ips);
    const platform = namedPlatform(readPlatformName(options.platform ?? "ideal"), chain, rips);
    const axes = readJudgedAxes(options);
    const walk = readName("walk", options.walk ?? "chain", walkNames);
    const observation = readObservation(options.observe);
    const engines = options.engine ?? ["reference"];
    for (const name of engines) requireEngineName(name);
    const folder = options.out === undefined ? cacheFolder("limits") : resolve(options.out);
    const request = { platform, axes, walk, observation };
    const asked = await interruptible(output, (signal) =>
      limitsQuestion(request, options, engines, folder, signal),
    );
    const known =
      asked === null || options.cache === false ? null : await keptAnswer(keptLimits, asked);
    if (known !== null && (await areAsWritten(known.files))) {
      output.remark(keptRemark());
      output.answer(answerText(known, options, output));
      return EXIT.expected;
    }
    const began = Date.now();
    const about = { command: "limits", unit: "questions" } as const;
    const progress = workProgressLine(output, options.json === true, about);
    // It has nothing to leave behind: Ctrl-C ends it as it stands, with its threads.
    let questions = { done: 0, all: 1 };
    const budget = searchBudget(options, (unit, done) =>
      progress.update(questions.done, questions.all, { part: { unit, done } }),
    );
    const limits = await limitsWithin(request, budget, (done, all) => {
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
      const everywhere = await impossibleEverywhere(request);
      const version = nmicheckVersion();
      const findings: Findings = { version, limits, pair, certificate, best, everywhere };
      const answer = {
        plain: limitsText(findings, false),
        coloured: limitsText(findings, true),
        json: `${JSON.stringify(limitsDocument(findings), null, 2)}\n`,
        files: await writtenSince(folder, began),
      };
      output.answer(answerText(answer, options, output));
      const code = exitCode(findings);
      if (asked !== null && code === EXIT.expected) await keepAnswer(keptLimits, asked, answer);
      return code;
    });
  };
}

function answerText(answer: LimitsAnswer, { json }: LimitsOptions, { colour }: Output): string {
  if (json === true) return answer.json;
  return colour ? answer.coloured : answer.plain;
}

/** Where a search was when it met a bound. */
interface Stopped {
  readonly bound: Bound;
  readonly reached: string;
}

async function limitsWithin(
  request: LimitsRequest,
  budget: WorkBudget,
  onProgress: (done: number, all: number) => void,
): Promise<Limits | Stopped> {
  try {
    return await limitsOf(request, budget, { onProgress });
  } catch (error) {
    if (!(error instanceof SearchStopped) || error.bound === null) throw error;
    return { bound: error.bound, reached: budget.reached };
  }
}

function boundedText(request: LimitsRequest, { bound, reached }: Stopped): string {
  const { platform, observation } = request;
  const machine = `${machineText(request)}, ${sizeText(platform)}`;
  return `bounded: what an observer of ${observationText(observation)} can know on ${machine} was not found within ${boundText(bound)} (${reached}).\n`;
}

/**
 * Reads the axes of the machine; without any it is the core.
 *
 * @throws Diagnostic `limits/axis` for one of which nothing can be said, `configuration/…`
 */
function readJudgedAxes(options: MachineOptions): NamedAxes | undefined {
  const axes = readMachine(options);
  if (axes === undefined) return undefined;
  const refused = whyNotJudged(axes);
  if (refused !== null) throw axisNotJudged(refused.axis, refused.because);
  return axes;
}

function readObservation(text: string | undefined): Observation {
  if (text === undefined) return DEFAULT_OBSERVATION;
  const asked = readCommaList("--observe", text, (name) => readName("observation", name, aspects));
  return aspects.filter((aspect) => asked.includes(aspect));
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
  const checker = readName("checker", options.checker ?? "auto", limitsCheckers);
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
