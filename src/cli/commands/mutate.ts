import { checkByExplorer } from "../../analyses/check/explorer.js";
import { featuresOf } from "../../analyses/check/needs.js";
import { isAsRecorded, isRecorded, isVerdict } from "../../analyses/check/recorded.js";
import { type RecordedAtlas, readRecordedAtlas } from "../../analyses/check/recorded-with-axes.js";
import type { CheckResult } from "../../analyses/check/result.js";
import {
  type Campaign,
  type MutationSubject,
  runCampaign,
} from "../../analyses/mutate/campaign.js";
import { mutateDocument, scoreOf } from "../../analyses/mutate/document.js";
import { keptCampaigns } from "../../analyses/mutate/kept.js";
import { keepAnswer, keptAnswer } from "../../base/kept/kept-answer.js";
import type { Model } from "../../compiler/ir/model.js";
import { axesKey } from "../../machine/configuration/named-axes.js";
import type { LoadedPolicy } from "../../machine/policy/load.js";
import type { Subject } from "../../machine/subject.js";
import { machineText } from "../../machine/subject.js";
import { EXIT, type ExitCode, reportDiagnostics } from "../exit-code.js";
import { interruptible } from "../interrupt.js";
import { keptRemark } from "../kept-remark.js";
import { learnedRemarks } from "../learned-remark.js";
import {
  type MutateOptions,
  type MutateQuestion,
  type MutateSubject,
  namesOf,
  oneOf,
  readMutateQuestion,
} from "../mutate-question.js";
import { mutateText } from "../mutate-text.js";
import type { Output } from "../output.js";
import { workProgressLine } from "../progress.js";
import { nmicheckVersion } from "../version.js";

/** `nmicheck mutate`: changes policy and machine in one place at a time, and asks who notices. */
export function mutateCommand(output: Output): (options: MutateOptions) => Promise<ExitCode> {
  return async (options) => {
    const question = await readMutateQuestion(options, learnedRemarks(output));
    if (question.kind === "refused") return reportDiagnostics(question.diagnostics, output);
    return interruptible(output, async (signal) => {
      const unexpected = await unexpectedVerdicts(question, signal);
      if (unexpected.length > 0) {
        output.remark(
          `nothing was changed: the gates do not pass as it is.\n${unexpected.join("\n")}\n`,
        );
        return EXIT.unexpected;
      }
      const unasked = new Set(question.subjects.flatMap((subject) => subject.unasked ?? []));
      if (unasked.size > 0) {
        output.remark(
          `not asked of the mutants: ${[...unasked].join(", ")}; liveness is checked on whole gates.\n`,
        );
      }
      const campaign = await ask(question, options, output, signal);
      output.answer(
        options.json === true
          ? `${JSON.stringify(documentOf(question, campaign), null, 2)}\n`
          : mutateText(question, campaign, output.colour),
      );
      const isWhole = campaign.left === 0 && scoreOf(campaign).survived === 0;
      return isWhole ? EXIT.expected : EXIT.unexpected;
    });
  };
}

/** What is expected must be seen before anything is changed. */
async function unexpectedVerdicts(
  { subjects }: MutateQuestion,
  signal: AbortSignal,
): Promise<readonly string[]> {
  const wrong: string[] = [];
  const hasAxes = subjects.some(({ axes }) => axes !== undefined);
  const atlas = hasAxes ? await readRecordedAtlas() : null;
  for (const subject of subjects) {
    const { properties, policy, platform, axes, gate } = subject;
    const request = { properties, version: nmicheckVersion(), signal };
    for (const result of await checkByExplorer({ policy, platform, axes }, request)) {
      if (!isExpected(subject, result, atlas)) {
        const whose = gate === null ? "" : `${gate}: `;
        wrong.push(`  ${whose}${policy.name} on ${machineText(subject)}, ${result.property}`);
      }
    }
  }
  return signal.aborted ? [] : wrong;
}

/** As the config has it; without one, as it is recorded, where it is. */
function isExpected(
  { expected, properties }: MutateSubject,
  result: CheckResult,
  atlas: RecordedAtlas | null,
): boolean {
  if (expected === null && result.axes !== undefined) {
    const recorded = atlas?.verdictOf(result, featuresOf(result));
    return recorded === undefined || isVerdict(result, recorded);
  }
  if (expected === null) return !isRecorded(result) || isAsRecorded(result);
  const property = properties.find((name) => name === result.property);
  return property !== undefined && expected(property) === result.verdict.verdict;
}

/** What the campaign is the answer to, as plain data; a mutant's place is told from the user's folder. */
function questionOf({ subjects, layers }: MutateQuestion, { file }: MutateOptions): object {
  return {
    subjects: subjects.map(({ policy, platform, axes, gate, properties }) => [
      ...[policy.name, policy.digest, platform, axes === undefined ? null : axesKey(axes)],
      ...[gate, properties],
    ]),
    layers,
    file: file ?? null,
    folder: process.cwd(),
  };
}

/** The campaign, or what is known of it where nothing has changed since. */
async function ask(
  question: MutateQuestion,
  options: MutateOptions,
  output: Output,
  signal: AbortSignal,
): Promise<Campaign> {
  const asked = questionOf(question, options);
  const known = options.cache === false ? null : await keptAnswer(keptCampaigns, asked);
  if (known !== null) {
    output.remark(keptRemark());
    return known;
  }
  const campaign = await judged(question, options, output, signal);
  if (campaign.left === 0) await keepAnswer(keptCampaigns, asked, campaign);
  return campaign;
}

async function judged(
  { subjects, layers }: MutateQuestion,
  { file, json }: MutateOptions,
  output: Output,
  signal: AbortSignal,
): Promise<Campaign> {
  const compiled: MutationSubject[] = [];
  for (const { policy, platform, axes, gate, properties } of subjects) {
    compiled.push({
      policy: policy.name,
      whole: await wholeOf(policy, axes),
      platform,
      axes,
      properties,
      ...(gate === null ? {} : { gate }),
    });
  }
  const about = { command: "mutate", unit: "mutants" } as const;
  const progress = workProgressLine(output, json === true, about);
  try {
    return await runCampaign({
      subjects: compiled,
      properties: [],
      layers,
      signal,
      ...(file === undefined ? {} : { files: file }),
      onProgress: progress.update,
    });
  } finally {
    progress.clear();
  }
}

const models = new Map<string, Promise<Model>>();

/**
 * The model with every axis and the places of its source, of one CPU or of several, compiled once for
 * all that is asked.
 */
function wholeOf(policy: LoadedPolicy, axes: Subject["axes"]): Promise<Model> {
  const { origin } = policy;
  const isOnBoard = axes !== undefined && axes.board !== null;
  const name = origin.kind === "file" ? `file ${origin.file}` : `built in ${origin.name}`;
  const key = `${isOnBoard ? "several CPUs" : "one CPU"} ${name}`;
  const compiled = isOnBoard ? () => policy.compiledBoard() : () => policy.compiled();
  const known = models.get(key) ?? compiled().then(({ whole }) => whole);
  models.set(key, known);
  return known;
}

function documentOf(question: MutateQuestion, campaign: Campaign) {
  const { chain, rips } = oneOf(question);
  const { axes, ...names } = namesOf(question);
  return mutateDocument(
    {
      nmicheck: nmicheckVersion(),
      ...names,
      axes: [...axes],
      chain: chain === null ? null : [...chain],
      rips,
    },
    campaign,
  );
}
