import { relative, resolve } from "node:path";
import { type PolicyName, policyNames } from "../../../spec/policies/all.js";
import { Diagnostic } from "../../base/diagnostic/diagnostic.js";
import { renderDiagnostic } from "../../base/diagnostic/render.js";
import { makeOutFolder, pathIn } from "../../base/out/folder.js";
import { startEngine } from "../../engines/adapter/child-engine.js";
import { castOf } from "../../engines/cast.js";
import {
  type Conformance,
  type ConformDivergence,
  conform,
} from "../../engines/conform/conform.js";
import { type Configuration, platformsOf } from "../../engines/conform/matrix.js";
import { conformReport } from "../../engines/conform/report.js";
import type { Engine } from "../../engines/engine.js";
import { engineAxes } from "../../engines/kvm-host.js";
import type { NmiCoverage } from "../../engines/linux/coverage.js";
import { type EngineChoice, openEngine } from "../../engines/open.js";
import { divergenceText } from "../../engines/replay/divergence.js";
import { policyInput } from "../../machine/configuration/axes.js";
import { machineStem } from "../../machine/configuration/axes-text.js";
import { MOST_CPUS } from "../../machine/configuration/boards.js";
import { readEach } from "../../machine/configuration/list.js";
import { type NamedAxes, readAxes } from "../../machine/configuration/named-axes.js";
import { platformNames } from "../../machine/configuration/platform.js";
import {
  readChain,
  readPlatformName,
  readPositive,
  readRips,
} from "../../machine/configuration/read.js";
import type { LoadedPolicy } from "../../machine/policy/load.js";
import type { Trace } from "../../machine/trace/schema.js";
import { renderTrace } from "../../machine/trace/table/render.js";
import { counted, grouped } from "../../machine/trace/words.js";
import { writeTrace } from "../../machine/trace/write.js";
import { EXIT, type ExitCode, exitCodeOf, reportDiagnostics } from "../exit-code.js";
import { interruptible } from "../interrupt.js";
import { learnedRemarks } from "../learned-remark.js";
import { type Output, palette } from "../output.js";
import { workProgressLine } from "../progress.js";
import { nmicheckVersion } from "../version.js";
import { conformedEngine, requireAxes } from "./conform-engine.js";
import { readConformedPolicies } from "./conform-policies.js";

/** The options of `nmicheck conform`. */
export interface ConformCommandOptions {
  readonly engine?: string;
  readonly engineCommand?: string;
  readonly policy?: readonly string[];
  readonly platform?: readonly string[];
  readonly chain?: readonly string[];
  readonly ips?: readonly string[];
  /** Values of axes, such as `touch=yes`. */
  readonly axis?: readonly string[];
  /** Several CPUs, on every board that so many have. */
  readonly cpus?: string;
  /** A folder for the trace of each divergence. */
  readonly out?: string;
  readonly json?: boolean;
}

/** What a campaign came to, and which part of nmi.c it reached where the engine is made of it. */
interface Campaign {
  readonly conformance: Conformance;
  readonly coverage: NmiCoverage | null;
}

/** `nmicheck conform`: an engine against the model, on every edge of its graphs. */
export function conformCommand(
  output: Output,
): (options: ConformCommandOptions) => Promise<ExitCode> {
  return async (options) => {
    const axes = readMachine(options);
    if (axes !== undefined && axes.board !== null) {
      const { conformCpusCommand } = await import("./conform-cpus.js");
      return conformCpusCommand(output)(options, axes.board, axes);
    }
    const choice = conformedEngine(options);
    const kind = axes?.names[policyInput.name] === undefined ? "any" : "told";
    const read = await readConformedPolicies(
      options.policy ?? policyNames,
      kind,
      learnedRemarks(output),
    );
    if (read.kind === "refused") return reportDiagnostics(read.diagnostics, output);
    const { policies } = read;
    const wanted = configurationsOf(policies, axes, options);
    return interruptible(output, async (signal) => {
      const models = await modelsOf(policies, axes);
      const isJson = options.json === true;
      const about = { command: "conform", unit: "configurations" } as const;
      const progress = workProgressLine(output, isJson, about, wanted.length);
      const run = (engine: Engine): Promise<Conformance> =>
        conform(ableEngine(engine, wanted), {
          origin: {
            nmicheck: nmicheckVersion(),
            modelOf: ({ policy }) => {
              const model = models.get(policy);
              if (model === undefined) throw new Error(`${policy} was not asked about`);
              return model;
            },
          },
          configurations: wanted,
          signal,
          onProgress: progress.update,
        });
      const playing = play(choice, policies, run, output, signal);
      const campaign = await playing.finally(progress.clear);
      const { out } = options;
      const files =
        out === undefined ? [] : await written(campaign.conformance.divergences, resolve(out));
      if (isJson) {
        const report = conformReport(nmicheckVersion(), campaign.conformance, campaign.coverage);
        output.answer(`${JSON.stringify(report, null, 2)}\n`);
      } else {
        output.answer(
          `${campaignText(campaign, wanted.length, files, isWholeMatrix(options), output.colour)}\n`,
        );
      }
      const { failure, conforms } = campaign.conformance;
      if (failure !== null) return exitCodeOf(failure);
      return conforms ? EXIT.expected : EXIT.unexpected;
    });
  };
}

/**
 * The axes that the options name, the number of CPUs among them.
 *
 * @throws Diagnostic `conform/cpus`, and those of axes
 */
function readMachine({ axis, cpus }: ConformCommandOptions): NamedAxes | undefined {
  if (cpus !== undefined) return readAxes([`cpus=${readCpus(cpus)}`, ...(axis ?? [])]);
  return axis === undefined ? undefined : readAxes(axis);
}

/** The number of CPUs that are checked against the model. @throws Diagnostic `conform/cpus` */
function readCpus(text: string): number {
  const cpus = readPositive("--cpus", text);
  if (cpus > 1 && cpus <= MOST_CPUS) return cpus;
  throw new Diagnostic({
    code: "conform/cpus",
    blame: "user",
    message: `\`--cpus ${text}\` is not a number of CPUs that share a machine: 2 to ${MOST_CPUS}.`,
    remedy: "leave the option out for one CPU.",
  });
}

function isWholeMatrix({ policy, platform, chain, ips, axis }: ConformCommandOptions): boolean {
  return [policy, platform, chain, ips, axis].every((option) => option === undefined);
}

/** The test matrix, or the part of it (or beyond it) that the options name. */
function configurationsOf(
  policies: readonly LoadedPolicy[],
  axes: NamedAxes | undefined,
  options: ConformCommandOptions,
): readonly Configuration[] {
  const asked = readEach("--platform", options.platform ?? platformNames, readPlatformName);
  const platforms = platformsOf(
    options.chain && readEach("--chain", options.chain, readChain),
    options.ips && readEach("--ips", options.ips, readRips),
  );
  return policies.flatMap(({ name, origin, policy }) =>
    platforms
      .filter((platform) => asked.includes(platform.name))
      .map((platform): Configuration => {
        const machine = { platform, ...(axes !== undefined && { axes }) };
        return origin.kind === "file"
          ? { ...machine, policy: name, own: policy }
          : { ...machine, policy: origin.name };
      }),
  );
}

/**
 * The engine, if it can play the policies of users, and its machine have the axes, that are asked
 * for. A built-in policy that it does not know is told with the others' answers.
 *
 * @throws Diagnostic `conform/no-policy`, `conform/no-axis`
 */
function ableEngine(engine: Engine, wanted: readonly Configuration[]): Engine {
  for (const { policy, own } of wanted) {
    const cast = castOf(engine, { name: policy, builtIn: own === undefined });
    if (own !== undefined && cast.kind === "unable") throw noPolicy(engine, cast.reason);
  }
  requireAxes(engine, [
    ...new Set(wanted.flatMap(({ axes }) => Object.keys(engineAxes(axes?.names ?? {})))),
  ]);
  return engine;
}

/** An engine that has no code for a policy of the user's. */
function noPolicy({ about }: Engine, reason: string): Diagnostic {
  return new Diagnostic({
    code: "conform/no-policy",
    blame: "user",
    message: `the engine ${about.name} cannot be checked against it: ${reason}.`,
    remedy:
      "`--engine linux:FOLDER` is a kernel tree, whose nmi.c is checked against it as it stands; a program announces the policy in its reply to `hello`.",
  });
}

/** What of a kernel's code is compiled: a policy of the user's is compared with it as it stands. */
function variantsFor(policies: readonly LoadedPolicy[]): readonly [PolicyName, ...PolicyName[]] {
  const asked = new Set(
    policies.map(({ origin }) => (origin.kind === "builtIn" ? origin.name : "mainline")),
  );
  const [first = "mainline", ...rest] = policyNames.filter((name) => asked.has(name));
  return [first, ...rest];
}

/**
 * Writes the trace of each divergence; returns the files, in the same order.
 *
 * @throws Diagnostic `out/…`, `trace/unwritable`
 */
async function written(
  divergences: readonly ConformDivergence[],
  folder: string,
): Promise<readonly string[]> {
  await makeOutFolder(folder);
  return Promise.all(
    divergences.map(async ({ trace }, index) => {
      const { policy, platform, axes } = trace;
      const file = pathIn(
        folder,
        `${policy.name}-${machineStem(platform, axes)}-divergence-${index + 1}.trace.json`,
      );
      await writeTrace(file, trace);
      return file;
    }),
  );
}

/** The model of the machine under each policy, by the policy's name. */
async function modelsOf(
  policies: readonly LoadedPolicy[],
  axes: NamedAxes | undefined,
): Promise<ReadonlyMap<string, Trace["model"]>> {
  const models = new Map<string, Trace["model"]>();
  for (const policy of policies) {
    models.set(policy.name, axes === undefined ? policy.model : await policy.modelFor(axes));
  }
  return models;
}

/** Runs the campaign; the kernel's own code is built so that it counts what is executed. */
async function play(
  choice: EngineChoice,
  asked: readonly LoadedPolicy[],
  run: (engine: Engine) => Promise<Conformance>,
  output: Output,
  signal: AbortSignal,
): Promise<Campaign> {
  const onProgress = (text: string): void => output.remark(`${text} …\n`);
  if (choice.kind === "name" && choice.name.startsWith("linux:")) {
    const { namedTree } = await import("../../engines/linux/provision.js");
    const { buildLinuxEngine } = await import("../../engines/linux/build.js");
    const { withCoverage } = await import("../../engines/linux/coverage.js");
    const tree = await namedTree(choice.name.slice("linux:".length), { signal });
    const policies = variantsFor(asked);
    onProgress(`building nmi.c of ${tree.version}`);
    const built = await buildLinuxEngine(tree, { policies, instrument: "coverage", signal });
    const counted = policies.includes("mainline") ? "mainline" : policies[0];
    let conformance: Conformance | undefined;
    try {
      const { result, coverage } = await withCoverage(built, counted, async (command) => {
        const engine = startEngine(command, { signal, playsUsers: "as it stands" });
        conformance = await closing(engine, run);
        return conformance;
      });
      return { conformance: result, coverage };
    } catch (error) {
      // An engine that was killed by a signal has counted nothing: that it broke is what to tell.
      if (conformance === undefined || conformance.failure === null) throw error;
      if (!(error instanceof Diagnostic)) throw error;
      return { conformance, coverage: null };
    }
  }
  const engine = openEngine(choice, {
    signal,
    onProgress,
    onModel: new Map(asked.map(({ name, policy }) => [name, policy])),
  });
  return { conformance: await closing(engine, run), coverage: null };
}

/** Runs a campaign on an engine and says goodbye to it, whatever came of it. */
async function closing(
  starting: Promise<Engine>,
  run: (engine: Engine) => Promise<Conformance>,
): Promise<Conformance> {
  const engine = await starting;
  try {
    return await run(engine);
  } finally {
    await engine.close();
  }
}

function campaignText(
  { conformance, coverage }: Campaign,
  count: number,
  files: readonly string[],
  isWhole: boolean,
  colour: boolean,
): string {
  const paint = palette(colour);
  const { engine, edges, nmis, seconds, divergences, unsupported, failure, conforms } = conformance;
  const word = conforms ? paint.green("conforms") : paint.red("does not conform");
  const seen = divergences.filter(({ kind }) => kind === "does");
  const kept =
    seen.length === divergences.length
      ? ""
      : `, ${seen.length === 0 ? "all" : divergences.length - seen.length} of them only in what it keeps`;
  const shortest = (seen.length === 0 ? divergences : seen).reduce<ConformDivergence | undefined>(
    (best, one) =>
      best === undefined || one.behaviour.length < best.behaviour.length ? one : best,
    undefined,
  );
  return [
    `${engine.name} ${engine.version} ${word}: ${grouped(edges.covered)} of ${grouped(edges.total)} edges of ${counted(count, "graph")} covered, ${counted(divergences.length, "divergence")}${kept}`,
    `${counted(nmis, "NMI")}, ${seconds.toFixed(1)} s`,
    ...unsupportedText(unsupported),
    ...(shortest === undefined ? [] : ["", ...divergenceLines(shortest, colour)]),
    ...(files.length === 0 ? [] : ["", "The traces of the divergences:"]),
    ...files.map((file) => `  ${relative(process.cwd(), file)}`),
    ...(failure === null ? [] : ["", renderDiagnostic(failure)]),
    ...(coverage === null ? [] : ["", ...coverageText(coverage, isWhole && conforms)]),
  ].join("\n");
}

/** The configurations that were not asked, those with one reason on one line. */
function unsupportedText(unsupported: Conformance["unsupported"]): readonly string[] {
  const lines = unsupported.map(({ policy, reason }) => `not asked: ${policy}: ${reason}`);
  return [...new Set(lines)];
}

/** The behaviour from the start on as a table, and both sides of what differs at its end. */
function divergenceLines(divergence: ConformDivergence, colour: boolean): readonly string[] {
  return [
    "The shortest divergence, as the model has it up to the difference:",
    "",
    renderTrace(divergence.trace, { colour }),
    "",
    divergenceText(divergence),
  ];
}

/** @param isWhole the test matrix was run to its end: what it misses without a reason is a finding. */
function coverageText(
  { lines, branches, notReached }: NmiCoverage,
  isWhole: boolean,
): readonly string[] {
  const noReason = isWhole ? "NO REASON IS KNOWN" : "not in this part of the test matrix";
  return [
    `nmi.c: ${lines.covered} of ${lines.total} lines and ${branches.covered} of ${branches.total} branches executed; not reached:`,
    ...notReached.map(({ function: name, reason, lines: missed, branches: half }) => {
      const where = missed.length > 0 ? `lines ${ranges(missed)}` : `branches at ${ranges(half)}`;
      return `  ${name}, ${where}: ${reason ?? noReason}`;
    }),
  ];
}

/** `3-5, 9`. */
function ranges(numbers: readonly number[]): string {
  const parts: string[] = [];
  for (let index = 0; index < numbers.length; ) {
    let end = index;
    while (numbers[end + 1] === (numbers[end] ?? 0) + 1) end++;
    parts.push(end === index ? `${numbers[index]}` : `${numbers[index]}-${numbers[end]}`);
    index = end + 1;
  }
  return parts.join(", ");
}
