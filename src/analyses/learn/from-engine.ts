import { nmicheckVersion } from "../../base/package/version.js";
import { AS_IT_STANDS } from "../../engines/cast.js";
import type { Engine } from "../../engines/engine.js";
import { openEngine } from "../../engines/open.js";
import { type NamedPlatform, namedPlatform } from "../../machine/configuration/platform.js";
import { type LoadedPolicy, loadPolicy, type MachineKind } from "../../machine/policy/load.js";
import { grouped } from "../../machine/trace/words.js";
import { mermaid } from "./diagram/state-diagram.js";
import { LEARN_SCHEMA, LEARNED_BY, type LearnDocument, transitionsOf } from "./document.js";
import { policyFile } from "./kept.js";
import { learn } from "./learn.js";
import type { Learning, Written } from "./learning.js";
import { lettersOf } from "./letters.js";
import { type LearnSource, policyToLearn, sourceText } from "./source.js";
import {
  diagramOf,
  isToldMore,
  letterTexts,
  looksAtIn,
  namesIn,
  phasesIn,
  remembersIn,
  textOf,
} from "./written.js";

/** How much is asked of an engine. */
export interface LearnChoices {
  /** The chain of the words, and the machine on which every edge is run. */
  readonly machine: NamedPlatform;
  readonly extraStates: number;
  readonly mostStates: number;
}

/** The scorecard's chain, and a bound that two flags more in the kernel do not exceed. */
export const defaultChoices: LearnChoices = {
  machine: namedPlatform("ideal"),
  extraStates: 2,
  mostStates: 64,
};

/** What a chain and a number of ips mean for a policy that is to run on them: `check --chain 3,2`. */
export type Size = Pick<NamedPlatform, "chain" | "rips">;

/** With so many kinds of NMI words of three, and of two, letters are as many as can be run. */
const MOST_LETTERS = { forTwoStates: 24, forOneState: 128 };

/**
 * How much is asked for a policy that is to run on a chain: code may count as far as that chain lets
 * it, so it is learned there; the more kinds of NMI there are the fewer states it may have more.
 */
export function choicesFor({ chain, rips }: Size): LearnChoices {
  const letters = lettersOf(chain).length;
  const { forTwoStates, forOneState } = MOST_LETTERS;
  return {
    ...defaultChoices,
    machine: namedPlatform("ideal", chain, rips),
    extraStates: letters <= forTwoStates ? 2 : letters <= forOneState ? 1 : 0,
  };
}

/** Who may end it, and who is told what takes its time. */
export interface LearnEvents {
  readonly signal?: AbortSignal;
  readonly onProgress?: (text: string) => void;
}

/** What was learned, as a document, and as a policy that can be run. */
export interface FromEngine {
  readonly document: LearnDocument;
  readonly loaded: LoadedPolicy;
  readonly learning: Learning;
}

/** The longest name that is given to a policy. */
const LONGEST_NAME = 40;

/** The name of a policy by where it comes from, as TypeScript and files can have it: `linux_6_12`. */
export function exportName(source: LearnSource): string {
  const words = sourceText(source)
    .replace(/\W+/g, "_")
    .replace(/^_+|_+$/g, "");
  const name = words.length <= LONGEST_NAME ? words : words.slice(-LONGEST_NAME).replace(/^_+/, "");
  return /^[A-Za-z]/.test(name) ? name : `learned_${name}`;
}

/**
 * Opens an engine and learns its policy.
 *
 * @throws Diagnostic `learn/…`, and those of opening the engine
 */
export async function learnFrom(
  source: LearnSource,
  { machine, extraStates, mostStates }: LearnChoices = defaultChoices,
  events: LearnEvents = {},
): Promise<FromEngine> {
  const opened = await openEngine(source.engine, events);
  // The user knows it by the name, and not by the program that was built for it.
  const engine: Engine =
    source.engine.kind === "command"
      ? opened
      : { ...opened, title: source.engine.name, ...callsOf(opened) };
  try {
    const policy = policyToLearn(engine, source);
    const name = exportName(source);
    const fileOf = (written: Written): string =>
      textOf(written, machine.chain, {
        name,
        comment: commentOf(engine, policy, written, machine.chain),
      });
    const nmicheck = nmicheckVersion();
    const learning = await learn(
      { engine, policy, machine, extraStates, mostStates, nmicheck, ...events },
      (written) => loadText(name, fileOf(written), isToldMore(written) ? "told" : "any"),
    );
    const { written, platform, nmis, edges, seconds, loaded } = learning;
    const names = namesIn(written);
    const diagram = diagramOf(written);
    const { title, about } = engine;
    const document: LearnDocument = {
      schema: LEARN_SCHEMA,
      nmicheck,
      from: sourceText(source),
      engine: { title, name: about.name, version: about.version, policy },
      source: sourceOf(engine, policy),
      name,
      machine: platform,
      states: learning.machine.moves.length,
      phases: names.map((phase, index) => ({
        name: phase,
        swallowNmi: written.swallowNmi[index] ?? null,
      })),
      looksAt: looksAtIn(written) === "told" ? "claimed by each handler" : "claimed in all",
      remembers: remembersIn(written),
      letters: learning.machine.letters,
      extraStates: learning.extraStates,
      nmis,
      edges: { total: edges, covered: edges },
      seconds,
      transitions: transitionsOf({
        machine: learning.machine,
        letters: letterTexts(written, machine.chain),
      }),
      policyText: fileOf(written),
      arrows: diagram.arrows,
      diagram: mermaid(diagram),
    };
    return { document, loaded, learning };
  } finally {
    await engine.close().catch(() => {});
  }
}

function callsOf(engine: Engine): Pick<Engine, "ask" | "close"> {
  return { ask: (calls) => engine.ask(calls), close: () => engine.close() };
}

/** What was learned, in words. */
function sourceOf({ about, playsUsers }: Engine, policy: string): string {
  if (playsUsers !== "as it stands") {
    return `the policy ${policy} of the engine ${about.name} ${about.version}`;
  }
  const change = policy === AS_IT_STANDS ? "" : `, changed to ${policy},`;
  return `arch/x86/kernel/nmi.c${change} of Linux ${about.version}`;
}

function commentOf(
  engine: Engine,
  policy: string,
  written: Written,
  chain: readonly number[],
): readonly string[] {
  const phases = phasesIn(written);
  const remembered = remembersIn(written);
  return [
    `${LEARNED_BY} from ${sourceOf(engine, policy)}:`,
    phases === 1
      ? "it keeps nothing from one NMI to the next."
      : `it keeps one of ${grouped(phases)} states from one NMI to the next.`,
    ...(remembered === 0
      ? []
      : [
          `It remembers ${remembered === 1 ? "the ip of an NMI" : "the ips of two NMIs"} beside that of the last one:`,
          "`check --axis policy-input=handlers --ips 3`.",
        ]),
    ...(looksAtIn(written) === "seen"
      ? []
      : [
          `It looks at what each handler claimed, on the chain [${chain.join(",")}]:`,
          "`check --axis policy-input=handlers`.",
        ]),
  ];
}

/** Whether a file that begins so is a policy, or a diagram, that `learn` has written. */
export function isLearned(head: string): boolean {
  return head.includes(LEARNED_BY) || head.startsWith("stateDiagram-v2\n");
}

/** Compiles and loads the text of a policy file by the door that a user's file takes. */
async function loadText(
  name: string,
  policyText: string,
  kind: MachineKind,
): Promise<LoadedPolicy> {
  const result = await loadPolicy(await policyFile({ name, policyText }), kind);
  if (result.kind === "loaded") return result.policy;
  throw result.diagnostics[0] ?? new Error(`the policy ${name} is refused`);
}
