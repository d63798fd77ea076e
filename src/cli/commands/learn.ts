import { extname, relative, resolve } from "node:path";
import { badOut, noEngineGiven } from "../../analyses/learn/diagnostics.js";
import { diagramIn } from "../../analyses/learn/diagram/state-diagram.js";
import { svgText, titleOf } from "../../analyses/learn/diagram/svg.js";
import type { LearnDocument } from "../../analyses/learn/document.js";
import { choicesFor, isLearned, learnFrom } from "../../analyses/learn/from-engine.js";
import { type LearnSource, readSource, withShim } from "../../analyses/learn/source.js";
import { requireOurs } from "../../base/out/ours.js";
import { optionsExclude } from "../../machine/configuration/option-diagnostics.js";
import {
  DEFAULT_CHAIN,
  DEFAULT_RIPS,
  namedPlatform,
} from "../../machine/configuration/platform.js";
import {
  readChain,
  readPlatformName,
  readPositive,
  readRips,
} from "../../machine/configuration/read.js";
import { writeWhole } from "../../machine/trace/file.js";
import { counted, grouped } from "../../machine/trace/words.js";
import { EXIT, type ExitCode } from "../exit-code.js";
import { interruptible } from "../interrupt.js";
import type { Output } from "../output.js";

/** The options of `nmicheck learn`. */
export interface LearnOptions {
  readonly engine?: string;
  readonly engineCommand?: string;
  /** Which of the policies that the engine announces. */
  readonly policy?: string;
  /** A header of stubs, for what a kernel's tree calls. */
  readonly shim?: string;
  readonly platform?: string;
  readonly chain?: string;
  readonly ips?: string;
  readonly extraStates?: string;
  readonly mostStates?: string;
  /** A policy file, `.ts`, or a state diagram: `.svg`, or `.mmd` for Mermaid. */
  readonly out?: string;
  readonly json?: boolean;
}

/** `nmicheck learn`: the policy of an engine as a policy file. */
export function learnCommand(output: Output): (options: LearnOptions) => Promise<ExitCode> {
  return async (options) => {
    const source = readLearnSource(options);
    const platform = readPlatformName(options.platform ?? "ideal");
    const chain = options.chain === undefined ? DEFAULT_CHAIN : readChain(options.chain);
    const rips = options.ips === undefined ? DEFAULT_RIPS : readRips(options.ips);
    const { extraStates, mostStates } = choicesFor({ chain, rips });
    const choices = {
      machine: namedPlatform(platform, chain, rips),
      extraStates:
        options.extraStates === undefined
          ? extraStates
          : readPositive("--extra-states", options.extraStates),
      mostStates:
        options.mostStates === undefined
          ? mostStates
          : readPositive("--most-states", options.mostStates),
    };
    const out = await placeOf(options);
    return interruptible(output, async (signal) => {
      const onProgress = (text: string): void => {
        if (output.terminal !== null) output.remark(`${text} …\n`);
      };
      const { document } = await learnFrom(source, choices, { signal, onProgress });
      if (out !== null) await writeWhole(out.file, textOf(out.kind, document), isLearned);
      output.answer(
        options.json === true
          ? `${JSON.stringify(document, null, 2)}\n`
          : `${learnedLines(document, out?.file ?? null).join("\n")}\n`,
      );
      return EXIT.expected;
    });
  };
}

/** @throws Diagnostic `learn/no-engine-given`, `configuration/options-exclude`, those of `readSource` */
function readLearnSource({ engine, engineCommand, policy, shim }: LearnOptions): LearnSource {
  if (engine !== undefined && engineCommand !== undefined) {
    throw optionsExclude("--engine", "--engine-command", "a policy is learned from one engine");
  }
  const text = engine ?? (engineCommand === undefined ? undefined : `engine:${engineCommand}`);
  if (text === undefined) throw noEngineGiven();
  const source = withShim(readSource(text), shim);
  if (policy === undefined) return source;
  if (source.policy !== null && source.policy !== policy) {
    throw optionsExclude("--policy", `--engine ${text}`, "that names another policy");
  }
  return { ...source, policy };
}

interface OutPlace {
  readonly file: string;
  readonly kind: "policy" | "SVG" | "Mermaid";
}

/**
 * What is to be written, before anything is learned.
 *
 * @throws Diagnostic `learn/out`, `out/not-ours`
 */
async function placeOf({ out }: LearnOptions): Promise<OutPlace | null> {
  if (out === undefined) return null;
  const file = resolve(out);
  await requireOurs(file, isLearned);
  switch (extname(file)) {
    case ".ts":
      return { file, kind: "policy" };
    case ".mmd":
      return { file, kind: "Mermaid" };
    case ".svg":
      return { file, kind: "SVG" };
    default:
      throw badOut(out);
  }
}

function textOf(kind: OutPlace["kind"], document: LearnDocument): string {
  switch (kind) {
    case "policy":
      return document.policyText;
    case "Mermaid":
      return document.diagram;
    case "SVG":
      return svgText(diagramIn(document), titleOf(document));
  }
}

/** What was learned and how it is known, and the policy itself where it is not written to a file. */
function learnedLines(document: LearnDocument, file: string | null): readonly string[] {
  const { machine, phases, nmis, edges, letters, extraStates, seconds } = document;
  const names = phases.map(({ name }) => name).join(", ");
  const kept =
    phases.length === 1
      ? "it keeps nothing from one NMI to the next"
      : `it keeps one of ${grouped(phases.length)}: ${names}${phases.every(({ swallowNmi }) => swallowNmi !== null) ? " (swallow_nmi)" : ""}`;
  const where = `${machine.name}, chain [${machine.chain.join(",")}], ${counted(machine.rips, "ip")}`;
  return [
    `learned from ${document.source}: ${counted(document.states, "state")}; ${kept}`,
    ...(document.looksAt === "claimed in all"
      ? []
      : [
          "  it looks at how many events each handler claimed: `check --axis policy-input=handlers`",
        ]),
    `  L* and the W-method, ${grouped(letters)} kinds of NMI, ${counted(nmis.learning, "NMI")}: exact, unless the code has more than ${counted(extraStates, "state")} more`,
    `  every one of ${counted(edges.total, "edge")} of its state graph (${where}) was run on the engine: ${counted(nmis.edges, "NMI")}`,
    `  ${seconds.toFixed(1)} s`,
    "",
    ...(file === null
      ? [document.policyText, document.diagram.trimEnd()]
      : [`written to ${relative(process.cwd(), file)}`]),
  ];
}
