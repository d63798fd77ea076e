import { createLogUpdate } from "log-update";
import { checkByExplorer } from "../../check/explorer.js";
import { isAsRecorded } from "../../check/recorded.js";
import type { Subject } from "../../check/result.js";
import { readName } from "../../configuration/read.js";
import type { NmiProperty } from "../../explore/nmi-model.js";
import type { Model } from "../../ir/model.js";
import {
  type Campaign,
  type JudgedMutant,
  type MutationSubject,
  runCampaign,
} from "../../mutate/campaign.js";
import { mutateDocument, scoreOf } from "../../mutate/document.js";
import { type GateLayer, gateLayers } from "../../mutate/gates.js";
import { showMutation } from "../../mutate/source-change.js";
import type { LoadedPolicy } from "../../policy/load.js";
import { counted, grouped } from "../../trace/words.js";
import { EXIT, type ExitCode, reportFaults } from "../exit-code.js";
import { interruptSignal } from "../interrupt.js";
import { type Output, palette } from "../output.js";
import { type QuestionOptions, readQuestion } from "../question.js";
import { nmicheckVersion } from "../version.js";

/** The options of `nmicheck mutate` as the command line gives them. */
export interface MutateOptions extends QuestionOptions {
  readonly file?: readonly string[];
  readonly by?: readonly string[];
  readonly json?: boolean;
}

interface Asked {
  readonly subjects: readonly Subject[];
  readonly properties: readonly NmiProperty[];
  readonly chain: readonly number[];
  readonly rips: number;
  readonly layers: readonly GateLayer[];
}

/** `nmicheck mutate`: changes policy and machine in one place at a time, and asks who notices. */
export function mutateCommand(output: Output): (options: MutateOptions) => Promise<ExitCode> {
  return async (options) => {
    const layers = (options.by ?? gateLayers).map((name) => readName("layer", name, gateLayers));
    const read = await readQuestion(options);
    if (read.kind === "refused") return reportFaults(read.faults, output);
    const question: Asked = { ...read, layers };
    const { signal, release } = interruptSignal();
    try {
      const unexpected = await unexpectedVerdicts(question, signal, options);
      if (unexpected.length > 0) {
        output.remark(
          `nothing was changed: the gates do not pass as it is.\n${unexpected.join("\n")}\n`,
        );
        return EXIT.unexpected;
      }
      const campaign = await ask(question, options, output, signal);
      output.answer(
        options.json === true
          ? `${JSON.stringify(documentOf(question, campaign), null, 2)}\n`
          : reportText(question, campaign, output.colour),
      );
      const isWhole = campaign.left === 0 && scoreOf(campaign).survived === 0;
      return isWhole ? EXIT.expected : EXIT.unexpected;
    } finally {
      release();
    }
  };
}

/** What is recorded of the built-in policies must be seen before anything is changed. */
async function unexpectedVerdicts(
  { subjects, properties }: Asked,
  signal: AbortSignal,
  { chain, rips }: MutateOptions,
): Promise<readonly string[]> {
  if (chain !== undefined || rips !== undefined) return [];
  const wrong: string[] = [];
  for (const subject of subjects.filter(({ policy }) => policy.origin.kind === "builtIn")) {
    const request = { properties, version: nmicheckVersion(), signal };
    for (const result of await checkByExplorer(subject, request)) {
      if (!isAsRecorded(result)) {
        wrong.push(`  ${subject.policy.name} on ${subject.platform.name}, ${result.property}`);
      }
    }
  }
  return signal.aborted ? [] : wrong;
}

async function ask(
  { subjects, properties, layers }: Asked,
  { file }: MutateOptions,
  output: Output,
  signal: AbortSignal,
): Promise<Campaign> {
  const compiled: MutationSubject[] = [];
  for (const { policy, platform } of subjects) {
    compiled.push({ policy: policy.name, model: await modelOf(policy), platform });
  }
  const draw = output.terminal === null ? null : createLogUpdate(output.terminal);
  try {
    return await runCampaign({
      subjects: compiled,
      properties,
      layers,
      signal,
      ...(file === undefined
        ? {}
        : { changes: (path: string) => file.some((part) => path.includes(part)) }),
      onProgress: (done, all) => draw?.(`${done} of ${all} mutants`),
    });
  } finally {
    draw?.clear();
  }
}

const models = new WeakMap<LoadedPolicy, Promise<Model>>();

/** The model with the places of its source, compiled once for all platforms. */
function modelOf(policy: LoadedPolicy): Promise<Model> {
  const known = models.get(policy) ?? policy.compile().then(({ model }) => model);
  models.set(policy, known);
  return known;
}

function namesOf({ subjects }: Asked) {
  return {
    policies: [...new Set(subjects.map(({ policy }) => policy.name))],
    platforms: [...new Set(subjects.map(({ platform }) => platform.name))],
  };
}

function documentOf(asked: Asked, campaign: Campaign) {
  const { chain, rips, properties } = asked;
  return mutateDocument(
    {
      nmicheck: nmicheckVersion(),
      ...namesOf(asked),
      chain: [...chain],
      rips,
      properties: [...properties],
    },
    campaign,
  );
}

const layerTexts = {
  verdict: "a verdict, or the length of its counterexample",
  counterexample: "the events of a counterexample",
  states: "the states of a counterexample",
  counts: "how many states and steps there are",
  census: "how often each step changes what",
} as const;

function reportText(asked: Asked, campaign: Campaign, colour: boolean): string {
  const paint = palette(colour);
  const { policies, platforms } = namesOf(asked);
  const { chain, rips, layers } = asked;
  const score = scoreOf(campaign);
  const lines = layers.map((layer) => {
    const seen = campaign.mutants.filter(
      ({ fate }) => fate.fate === "killed" && fate.layer === layer,
    );
    return `  ${grouped(seen.length).padStart(5)}  killed by ${layerTexts[layer]}`;
  });
  return `${[
    `${paint.bold("nmicheck")} ${nmicheckVersion()}: ${counted(campaign.mutants.length, "mutant")} of ${policies.join(", ")} on ${platforms.join(", ")}; chain [${chain.join(",")}], R = ${rips}`,
    "",
    ...lines,
    `  ${grouped(score.equivalent).padStart(5)}  equivalent: the same state graph in every configuration`,
    `  ${grouped(score.survived).padStart(5)}  survived`,
    ...mutantsText("Survived", "survived", campaign, paint),
    ...mutantsText("Equivalent", "equivalent", campaign, paint),
    "",
    ...(campaign.left === 0
      ? []
      : [`Stopped: ${counted(campaign.left, "mutant")} were not judged.`]),
    score.score === null
      ? "There was nothing to be seen."
      : `Score: ${(score.score * 100).toFixed(1)} % (${score.killed} of ${score.killed + score.survived} that are not equivalent).`,
  ].join("\n")}\n`;
}

function mutantsText(
  title: string,
  kind: JudgedMutant["fate"]["fate"],
  { mutants }: Campaign,
  paint: ReturnType<typeof palette>,
): readonly string[] {
  const shown = mutants.filter(({ fate }) => fate.fate === kind);
  if (shown.length === 0) return [];
  return [
    "",
    `${title}:`,
    ...shown.flatMap(({ mutation, fate }) => {
      const { where, before, after } = showMutation(mutation);
      const note =
        fate.fate === "survived" ? `; its state graph is another one for ${fate.subject}` : "";
      return [
        `  ${paint.bold(where)} (${mutation.operator}${note})`,
        `    ${paint.red("-")} ${before}`,
        `    ${paint.green("+")} ${after}`,
      ];
    }),
  ];
}
