import { type PolicyName, policyNames } from "../../../spec/policies/all.js";
import { namedPlatform, platformNames } from "../../configuration/platform.js";
import { readChain, readName, readPlatformName, readRips } from "../../configuration/read.js";
import { type Conformance, conform } from "../../conform/conform.js";
import { type Configuration, configurations } from "../../conform/matrix.js";
import { conformReport } from "../../conform/report.js";
import { startEngine } from "../../engine/adapter/child-engine.js";
import type { Engine } from "../../engine/engine.js";
import type { NmiCoverage } from "../../engine/linux/coverage.js";
import { type EngineChoice, openEngine, requireEngineName } from "../../engine/open.js";
import { renderFault } from "../../fault/render.js";
import { loadPolicy } from "../../policy/load.js";
import { divergenceText } from "../../replay/divergence.js";
import type { Trace } from "../../trace/schema.js";
import { grouped } from "../../trace/words.js";
import { EXIT, type ExitCode, exitCodeOf } from "../exit-code.js";
import { interruptSignal } from "../interrupt.js";
import { type Output, palette } from "../output.js";
import { nmicheckVersion } from "../version.js";

/** The options of `nmicheck conform`. */
export interface ConformCommandOptions {
  readonly engine?: string;
  readonly engineCommand?: string;
  readonly policy?: readonly string[];
  readonly platform?: readonly string[];
  readonly chain?: readonly string[];
  readonly rips?: readonly string[];
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
    const wanted = configurationsOf(options);
    const { signal, release } = interruptSignal();
    try {
      const models = await builtInModels();
      const isJson = options.json === true;
      const run = (engine: Engine): Promise<Conformance> =>
        conform(engine, {
          origin: { nmicheck: nmicheckVersion(), modelOf: (policy) => models[policy] },
          configurations: wanted,
          signal,
          onProgress: ({ policy, platform }, edges, nmis) => {
            if (output.terminal === null) return;
            output.remark(
              `${policy} on ${platform.name} [${platform.chain.join(",")}] R=${platform.rips}: ${grouped(edges.covered)} of ${grouped(edges.total)} edges, ${grouped(nmis)} NMIs\n`,
            );
          },
        });
      const campaign = await play(choiceOf(options), policiesOf(wanted), run, output, signal);
      if (isJson) {
        const report = conformReport(nmicheckVersion(), campaign.conformance, campaign.coverage);
        output.answer(`${JSON.stringify(report, null, 2)}\n`);
      } else {
        output.answer(`${campaignText(campaign, wanted.length, output.colour)}\n`);
      }
      const { failure, conforms } = campaign.conformance;
      if (failure !== null) return exitCodeOf(failure);
      return conforms ? EXIT.expected : EXIT.unexpected;
    } finally {
      release();
    }
  };
}

/** The test matrix, or the part of it (or beyond it) that the options name. */
function configurationsOf(options: ConformCommandOptions): readonly Configuration[] {
  const policies = (options.policy ?? policyNames).map((name) =>
    readName("policy", name, policyNames),
  );
  const platforms = (options.platform ?? platformNames).map(readPlatformName);
  const chains = options.chain?.map(readChain);
  const rips = options.rips?.map(readRips);
  return configurations(chains, rips)
    .filter(
      ({ policy, platform }) => policies.includes(policy) && platforms.includes(platform.name),
    )
    .map(({ policy, platform }) => ({
      policy,
      platform: namedPlatform(platform.name, platform.chain, platform.rips),
    }));
}

/** The policies of configurations, each once. */
function policiesOf(wanted: readonly Configuration[]): readonly [PolicyName, ...PolicyName[]] {
  const asked = policyNames.filter((name) => wanted.some(({ policy }) => policy === name));
  const [first = "mainline", ...rest] = asked;
  return [first, ...rest];
}

function choiceOf({ engine, engineCommand }: ConformCommandOptions): EngineChoice {
  if (engineCommand !== undefined) return { kind: "command", command: engineCommand };
  const name = engine ?? "reference";
  requireEngineName(name);
  return { kind: "name", name };
}

async function builtInModels(): Promise<Readonly<Record<PolicyName, Trace["model"]>>> {
  const modelOf = async (name: PolicyName): Promise<Trace["model"]> => {
    const loaded = await loadPolicy(name);
    if (loaded.kind === "refused") throw loaded.faults[0] ?? new Error(`${name} is not known`);
    return loaded.policy.model;
  };
  return {
    none: await modelOf("none"),
    v5: await modelOf("v5"),
    mainline: await modelOf("mainline"),
  };
}

/** Runs the campaign; the kernel's own code is built so that it counts what is executed. */
async function play(
  choice: EngineChoice,
  policies: readonly [PolicyName, ...PolicyName[]],
  run: (engine: Engine) => Promise<Conformance>,
  output: Output,
  signal: AbortSignal,
): Promise<Campaign> {
  const onProgress = (text: string): void => output.remark(`${text} …\n`);
  if (choice.kind === "name" && choice.name.startsWith("linux:")) {
    const { namedTree } = await import("../../engine/linux/provision.js");
    const { buildLinuxEngine } = await import("../../engine/linux/build.js");
    const { withCoverage } = await import("../../engine/linux/coverage.js");
    const tree = await namedTree(choice.name.slice("linux:".length), { signal });
    onProgress(`building nmi.c of ${tree.version}`);
    const built = await buildLinuxEngine(tree, { policies, instrument: "coverage", signal });
    const counted = policies.includes("mainline") ? "mainline" : policies[0];
    const { result, coverage } = await withCoverage(built, counted, (command) =>
      closing(startEngine(command, { signal }), run),
    );
    return { conformance: result, coverage };
  }
  return {
    conformance: await closing(openEngine(choice, { signal, onProgress }), run),
    coverage: null,
  };
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

function campaignText({ conformance, coverage }: Campaign, count: number, colour: boolean): string {
  const paint = palette(colour);
  const { engine, edges, nmis, seconds, divergences, unsupported, failure, conforms } = conformance;
  const rate = Math.round(nmis / Math.max(seconds, 0.001));
  const word = conforms ? paint.green("conforms") : paint.red("does not conform");
  return [
    `${engine.name} ${engine.version} ${word}: ${grouped(edges.covered)} of ${grouped(edges.total)} edges of ${count} graphs covered, ${divergences.length} divergences`,
    `${grouped(nmis)} NMIs in ${seconds.toFixed(1)} s, ${grouped(rate)} a second`,
    ...unsupported.map(
      ({ policy, platform, reason }) => `not asked: ${policy} on ${platform.name}: ${reason}`,
    ),
    ...divergences
      .slice(0, 1)
      .map(
        (divergence) =>
          `${divergence.trace.policy.name} on ${divergence.trace.platform.name} [${divergence.trace.platform.chain.join(",")}]: ${divergenceText(divergence)}`,
      ),
    ...(failure === null ? [] : [renderFault(failure)]),
    ...(coverage === null ? [] : coverageText(coverage)),
  ].join("\n");
}

function coverageText({ lines, branches, notReached }: NmiCoverage): readonly string[] {
  return [
    `nmi.c: ${lines.covered} of ${lines.total} lines and ${branches.covered} of ${branches.total} branches executed; not reached:`,
    ...notReached.map(({ function: name, reason, lines: missed, branches: half }) => {
      const where = missed.length > 0 ? `lines ${ranges(missed)}` : `branches at ${ranges(half)}`;
      return `  ${name}, ${where}: ${reason ?? "NO REASON IS KNOWN"}`;
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
