import type { Board } from "../../../spec/board/state.js";
import { type PolicyName, policyNames } from "../../../spec/policies/all.js";
import { Diagnostic } from "../../base/diagnostic/diagnostic.js";
import { renderDiagnostic } from "../../base/diagnostic/render.js";
import {
  conformOnCpus,
  type SmpConfiguration,
  type SmpConformance,
  type SmpDivergence,
} from "../../engines/conform/cpus/conform.js";
import { type Engine, isTopology } from "../../engines/engine.js";
import { engineAxes } from "../../engines/kvm-host.js";
import { openEngine } from "../../engines/open.js";
import { divergenceText } from "../../engines/replay/divergence.js";
import { CPUS_AXIS } from "../../machine/configuration/axes.js";
import { axesText, axisTexts } from "../../machine/configuration/axes-text.js";
import { boardsOf, type NamedBoard } from "../../machine/configuration/boards.js";
import { readEach } from "../../machine/configuration/list.js";
import type { NamedAxes } from "../../machine/configuration/named-axes.js";
import { namedPlatform } from "../../machine/configuration/platform.js";
import {
  readChain,
  readName,
  readPlatformName,
  readRips,
} from "../../machine/configuration/read.js";
import { looksLikeFile } from "../../machine/policy/load.js";
import { counted, grouped } from "../../machine/trace/words.js";
import { EXIT, type ExitCode, exitCodeOf } from "../exit-code.js";
import { interruptible } from "../interrupt.js";
import { type Output, palette } from "../output.js";
import { workProgressLine } from "../progress.js";
import type { ConformCommandOptions } from "./conform.js";
import { conformedEngine, requireAxes } from "./conform-engine.js";

/**
 * `nmicheck conform --cpus N`: an engine against the model of several CPUs, on every edge: on the board
 * that the axes name, else on every one of so many CPUs.
 */
export function conformCpusCommand(
  output: Output,
): (options: ConformCommandOptions, board: Board, axes: NamedAxes) => Promise<ExitCode> {
  return async (options, board, axes) => {
    refuseOthers(options);
    const { cpus } = board;
    const wanted = configurationsOf(options, boardsNamed(board, axes), axes);
    const choice = conformedEngine(options);
    return interruptible(output, async (signal) => {
      const onProgress = (text: string): void => output.remark(`${text} …\n`);
      const engine = await openEngine(choice, { signal, onProgress });
      const about = { command: "conform", unit: "configurations" } as const;
      const progress = workProgressLine(output, options.json === true, about, wanted.length);
      try {
        requireCpus(engine, cpus);
        const ofCpu = Object.keys(engineAxes(axes.names)).filter((name) => !isTopology(name));
        requireAxes(engine, ofCpu, "model");
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

/** The board that the axes name, or where they name none every one of so many CPUs. */
function boardsNamed(board: Board, { names }: NamedAxes): readonly NamedBoard[] {
  const ways = Object.entries(names).filter(([name]) => name !== CPUS_AXIS && isTopology(name));
  if (ways.length === 0) return boardsOf(board.cpus);
  return [{ name: axesText(Object.fromEntries(ways)), board }];
}

/** @throws Diagnostic `conform/cpus` */
function refuseOthers({ out, json }: ConformCommandOptions): void {
  const [given] = [
    ...(out === undefined ? [] : ["--out"]),
    ...(json === undefined ? [] : ["--json"]),
  ];
  if (given === undefined) return;
  throw new Diagnostic({
    code: "conform/cpus",
    blame: "user",
    message: `\`${given}\` does not go with several CPUs: what differs there is told as events, and not as a trace or a document.`,
    remedy: `leave \`${given}\` out.`,
  });
}

/** @throws Diagnostic `conform/no-cpus` */
function requireCpus(engine: Engine, cpus: number): void {
  if (engine.about.cpus >= cpus) return;
  throw new Diagnostic({
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
  boards: readonly NamedBoard[],
  axes: NamedAxes,
): readonly SmpConfiguration[] {
  const policies = readEach("--policy", options.policy ?? policyNames, readBuiltIn);
  const platforms = readEach("--platform", options.platform ?? ["ideal"], readPlatformName);
  const chains = readEach("--chain", options.chain ?? ["1"], readChain);
  const rips = readEach("--ips", options.ips ?? ["1"], readRips);
  return policies.flatMap((policy) =>
    platforms.flatMap((name) =>
      chains.flatMap((chain) =>
        rips.flatMap((count) =>
          boards.map((board) => {
            return { policy, platform: namedPlatform(name, chain, count), board, axes };
          }),
        ),
      ),
    ),
  );
}

/** @throws Diagnostic `conform/cpus` for a file, `configuration/unknown-name` */
function readBuiltIn(text: string): PolicyName {
  if (!looksLikeFile(text)) return readName("policy", text, policyNames);
  throw new Diagnostic({
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
    ...(failure === null ? [] : ["", renderDiagnostic(failure)]),
  ].join("\n");
}

function divergenceLines(divergence: SmpDivergence): readonly string[] {
  const { policy, platform, board, behaviour, axes } = divergence;
  const ofCpu = Object.entries(axes?.names ?? {}).filter(([name]) => !isTopology(name));
  const machine = [board.name, ...axisTexts(Object.fromEntries(ofCpu))].join(", ");
  return [
    `The shortest divergence, ${policy} on ${platform.name} [${platform.chain.join(",")}], ${machine}:`,
    `  ${behaviour.join(" ")}`,
    "",
    divergenceText(divergence),
  ];
}
