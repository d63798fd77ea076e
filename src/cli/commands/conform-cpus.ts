import { type PolicyName, policyNames } from "../../../spec/policies/all.js";
import { Fault } from "../../base/fault/fault.js";
import { renderFault } from "../../base/fault/render.js";
import {
  conformOnCpus,
  type SmpConfiguration,
  type SmpConformance,
  type SmpDivergence,
} from "../../engines/conform/cpus/conform.js";
import type { Engine } from "../../engines/engine.js";
import { openEngine } from "../../engines/open.js";
import { divergenceText } from "../../engines/replay/divergence.js";
import { boardsOf, MOST_CPUS } from "../../machine/configuration/boards.js";
import { readEach } from "../../machine/configuration/list.js";
import { namedPlatform } from "../../machine/configuration/platform.js";
import {
  readChain,
  readName,
  readPlatformName,
  readPositive,
  readRips,
} from "../../machine/configuration/read.js";
import { looksLikeFile } from "../../machine/policy/load.js";
import { counted, grouped } from "../../machine/trace/words.js";
import { EXIT, type ExitCode, exitCodeOf } from "../exit-code.js";
import { interruptible } from "../interrupt.js";
import { type Output, palette } from "../output.js";
import { workProgressLine } from "../progress.js";
import type { ConformCommandOptions } from "./conform.js";
import { conformedEngine } from "./conform-engine.js";

/** `nmicheck conform --cpus N`: an engine against the model of several CPUs, on every edge. */
export function conformCpusCommand(
  output: Output,
): (options: ConformCommandOptions) => Promise<ExitCode> {
  return async (options) => {
    refuseOthers(options);
    const cpus = readCpus(options.cpus ?? "");
    const wanted = configurationsOf(options, cpus);
    const choice = conformedEngine(options);
    return interruptible(output, async (signal) => {
      const onProgress = (text: string): void => output.remark(`${text} …\n`);
      const engine = await openEngine(choice, { signal, onProgress });
      const about = { command: "conform", unit: "configurations" } as const;
      const progress = workProgressLine(output, options.json === true, about, wanted.length);
      try {
        requireCpus(engine, cpus);
        const conformance = await conformOnCpus(engine, {
          configurations: wanted,
          signal,
          onProgress: progress.update,
        });
        progress.clear();
        output.answer(`${textOf(engine, conformance, wanted.length, output.colour)}\n`);
        if (conformance.failure !== null) return exitCodeOf(conformance.failure);
        return conformance.conforms ? EXIT.expected : EXIT.unexpected;
      } finally {
        progress.clear();
        await engine.close();
      }
    });
  };
}

/**
 * The number of CPUs that are checked against the model.
 *
 * @throws Fault `conform/cpus`
 */
function readCpus(text: string): number {
  const cpus = readPositive("--cpus", text);
  if (cpus > 1 && cpus <= MOST_CPUS) return cpus;
  throw new Fault({
    code: "conform/cpus",
    blame: "user",
    message: `\`--cpus ${text}\` is not a number of CPUs that share a machine: 2 to ${MOST_CPUS}.`,
    remedy: "leave the option out for one CPU.",
  });
}

/** @throws Fault `conform/cpus` */
function refuseOthers({ axis, out, json }: ConformCommandOptions): void {
  const [given] = [
    ...(axis === undefined ? [] : ["--axis"]),
    ...(out === undefined ? [] : ["--out"]),
    ...(json === undefined ? [] : ["--json"]),
  ];
  if (given === undefined) return;
  throw new Fault({
    code: "conform/cpus",
    blame: "user",
    message: `\`${given}\` does not go with \`--cpus\`, which checks every board of so many CPUs without other axes, and prints one table.`,
    remedy: `leave \`${given}\` out, or \`--cpus\`.`,
  });
}

/** @throws Fault `conform/no-cpus` */
function requireCpus(engine: Engine, cpus: number): void {
  if (engine.about.cpus >= cpus) return;
  throw new Fault({
    code: "conform/no-cpus",
    blame: "user",
    message: `the engine ${engine.about.name} has no machine of ${cpus} CPUs: it announces ${engine.about.cpus}.`,
    remedy:
      "`--engine linux:6.12` has up to 4; a program announces its own as `cpus` in its reply to `hello`.",
  });
}

/** One handler of one slot, with one RIP, unless the options say more: the CPUs multiply states. */
function configurationsOf(
  options: ConformCommandOptions,
  cpus: number,
): readonly SmpConfiguration[] {
  const policies = readEach("--policy", options.policy ?? policyNames, readBuiltIn);
  const platforms = readEach("--platform", options.platform ?? ["ideal"], readPlatformName);
  const chains = readEach("--chain", options.chain ?? ["1"], readChain);
  const rips = readEach("--ips", options.ips ?? ["1"], readRips);
  return policies.flatMap((policy) =>
    platforms.flatMap((name) =>
      chains.flatMap((chain) =>
        rips.flatMap((count) =>
          boardsOf(cpus).map((board) => {
            return { policy, platform: namedPlatform(name, chain, count), board };
          }),
        ),
      ),
    ),
  );
}

/** @throws Fault `conform/cpus` for a file, `configuration/unknown-name` */
function readBuiltIn(text: string): PolicyName {
  if (!looksLikeFile(text)) return readName("policy", text, policyNames);
  throw new Fault({
    code: "conform/cpus",
    blame: "user",
    message: `\`${text}\` is a policy file, and with \`--cpus\` an engine is checked against the built-in policies alone.`,
    remedy: `leave \`--cpus\` out, or name some of ${policyNames.join(", ")}.`,
  });
}

function textOf(
  { about }: Engine,
  { edges, nmis, seconds, divergences, unsupported, failure, conforms }: SmpConformance,
  count: number,
  colour: boolean,
): string {
  const paint = palette(colour);
  const word = conforms ? paint.green("conforms") : paint.red("does not conform");
  const [first, ...rest] = divergences;
  const shortest = rest.reduce<SmpDivergence | undefined>((best, one) => {
    return best !== undefined && one.behaviour.length >= best.behaviour.length ? best : one;
  }, first);
  return [
    `${about.name} ${about.version} ${word}: ${grouped(edges.covered)} of ${grouped(edges.total)} edges of ${counted(count, "graph")} covered, ${counted(divergences.length, "divergence")}`,
    `${counted(nmis, "NMI")}, ${seconds.toFixed(1)} s`,
    ...new Set(unsupported.map(({ policy, reason }) => `not asked: ${policy}: ${reason}`)),
    ...(shortest === undefined ? [] : ["", ...divergenceLines(shortest)]),
    ...(failure === null ? [] : ["", renderFault(failure)]),
  ].join("\n");
}

function divergenceLines(divergence: SmpDivergence): readonly string[] {
  const { policy, platform, board, behaviour } = divergence;
  return [
    `The shortest divergence, ${policy} on ${platform.name} [${platform.chain.join(",")}], ${board.name}:`,
    `  ${behaviour.join(" ")}`,
    "",
    divergenceText(divergence),
  ];
}
