import type { Checked } from "../analyses/check/check.js";
import { type CheckDocument, checkDocument } from "../analyses/check/document.js";
import { isAsRecorded, isRecorded } from "../analyses/check/recorded.js";
import type { CheckResult } from "../analyses/check/result.js";
import { scopesOf } from "../analyses/check/scopes.js";
import { withoutPause } from "../base/process/without-pause.js";
import { askAll } from "../base/threads/ask-all.js";
import { everyStateProperty, type NmiProperty } from "../machine/model/property-names.js";
import type { LoadedPolicy } from "../machine/policy/load.js";
import { loadedFrom } from "../machine/policy/policy-data.js";
import { machineText, type Subject } from "../machine/subject.js";
import { propertyText } from "../machine/trace/property-text.js";
import type { Trace } from "../machine/trace/schema.js";
import { commandText, policyWord, subjectWords } from "./command-text.js";
import {
  REPORT_SCHEMA,
  type ReportAtlas,
  type ReportDocument,
  type ReportScenarios,
  type ReportVerdict,
} from "./document.js";
import { leftOut } from "./left-out.js";
import { limitsPart, pairQuestions } from "./limits.js";
import { museumPart } from "./museum.js";
import { answering, job, type Part, type PartQuestion } from "./parts.js";
import { checkCommand, counterexample, counterexampleId, idOf } from "./question-text.js";
import { type ReplayChoice, replayed } from "./replayed.js";
import { type Scenario, type ScenarioChoice, ScenarioSearch } from "./scenarios.js";
import { smallGraphs } from "./small-graphs.js";
import { reportTrace, type ToldTrace } from "./told-trace.js";

/** A trace that the user adds to the report, once the model has confirmed it. */
export interface AddedTrace {
  readonly file: string;
  readonly trace: Trace;
  readonly policy: LoadedPolicy;
}

/** What a report is to be about. */
export interface ReportRequest extends ReplayChoice {
  readonly version: string;
  readonly created: Date;
  /** The command that makes this report. */
  readonly command: string;
  readonly subjects: readonly Subject[];
  readonly properties: readonly NmiProperty[];
  readonly checked: Checked;
  /** How to look for every scenario of what is violated; null for not at all. */
  readonly find: ScenarioChoice | null;
  readonly added: readonly AddedTrace[];
  /** Also what any heuristic can know of the machines asked about. */
  readonly limits: boolean;
  /** For each run of a checker. */
  readonly timeoutSeconds?: number | undefined;
  /** The survey of the machines with axes; null for none. */
  readonly atlas: ReportAtlas | null;
}

/** Where no machine has as many states, all is found before a thread has begun. */
const FEWEST_STATES = 1_000;

/**
 * Everything that a report shows: the verdicts, every scenario of the violated properties, what the
 * engines say of each trace, what any heuristic can know, and the state graphs of small
 * configurations.
 *
 * @throws the signal's reason, and the diagnostics of the search and of the engines
 */
export async function collectReport(request: ReportRequest): Promise<ReportDocument> {
  const { version, created, command, checked, properties, subjects, added } = request;
  const { results } = checked;
  const search = await ScenarioSearch.of(
    request.find === null ? [] : results,
    request.find ?? { isKept: false },
  );
  const pairs = request.limits ? pairQuestions(subjects) : [];
  const parts = await partsOf([...search.questions, ...pairs], subjects, request);
  const ofPairs = parts.slice(parts.length - pairs.length);
  const found = await search.scenarios(parts);
  const known = request.limits
    ? await limitsPart(subjects, version, ofPairs, request)
    : { limits: [], pairs: [], traces: [] };
  const beside = await museumPart(results, request);
  const told: readonly ToldTrace[] = [
    ...results.flatMap(counterexample),
    ...found.flatMap(examples),
    ...known.traces,
    ...beside.traces,
    ...added.map(addedTrace),
  ];
  const engines = await replayed(told, request);
  const modelOf = await modelsOf(subjects);
  const verdicts = checkDocument(version, checked.checker, results, await scopesOf(results));
  return {
    schema: REPORT_SCHEMA,
    nmicheck: version,
    created: created.toISOString(),
    command,
    checker: verdicts.checker,
    properties: everyStateProperty
      .filter((name) => properties.includes(name))
      .map((name) => ({ name, meaning: propertyText[name] })),
    verdicts: verdicts.results.flatMap((document, index) => {
      const result = results[index];
      return result === undefined ? [] : [verdictOf(document, result, modelOf(result))];
    }),
    scenarios: found.flatMap((one): readonly ReportScenarios[] =>
      one.scenarios === null ? [] : [scenarioDocument(one, one.scenarios, modelOf(one.result))],
    ),
    traces: told.map((one, index) => reportTrace(one, engines[index] ?? [])),
    pairs: known.pairs,
    limits: known.limits,
    atlas: request.atlas,
    museum: beside.museum,
    graphs: await withoutPause(request.signal, () => smallGraphs(subjects, properties, modelOf)),
    notes: [
      ...found.flatMap(({ problem }) => (problem === null ? [] : [problem])),
      ...beside.notes,
    ],
    leftOut: leftOut(subjects, request),
  };
}

/** The answers to parts of the report, found on all cores. */
function partsOf(
  questions: readonly PartQuestion[],
  subjects: readonly Subject[],
  { signal, onProgress, checked }: ReportRequest,
): Promise<readonly Part[]> {
  const loaded = new Map(subjects.map(({ policy }) => [policy.digest, policy]));
  const states = Math.max(
    ...checked.results.map(({ verdict }) => verdict.measured.states.distinct),
  );
  return askAll(job, null, questions, {
    signal,
    threads: states < FEWEST_STATES ? 1 : undefined,
    here: (place) => answering((data) => loaded.get(data.digest) ?? loadedFrom(data), place),
    onTold: (text) => onProgress?.(text),
  });
}

type ModelOf = (subject: Subject) => ReportVerdict["model"];

/** The models of the subjects, each of which is that of its policy and its axes. */
async function modelsOf(subjects: readonly Subject[]): Promise<ModelOf> {
  const models = new Map<string, ReportVerdict["model"]>();
  for (const subject of subjects) {
    const { policy, axes } = subject;
    models.set(modelKey(subject), axes === undefined ? policy.model : await policy.modelFor(axes));
  }
  return (subject) => {
    const model = models.get(modelKey(subject));
    if (model === undefined) throw new Error(`${machineText(subject)} was not asked about`);
    return model;
  };
}

function modelKey({ policy, axes }: Pick<Subject, "policy" | "axes">): string {
  return JSON.stringify([policy.digest, axes === undefined ? null : axes.names]);
}

function findCommand({ result, maxEvents }: Scenario): string {
  const bound = maxEvents === undefined ? [] : ["--max-events", String(maxEvents)];
  return commandText(["find", result.property, ...subjectWords(result), ...bound]);
}

function verdictOf(
  { trace: _, ...verdict }: CheckDocument["results"][number],
  result: CheckResult,
  model: ReportVerdict["model"],
): ReportVerdict {
  return {
    ...verdict,
    model,
    command: checkCommand(result),
    asRecorded: isRecorded(result) ? isAsRecorded(result) : null,
    ...(result.verdict.verdict === "violated" ? { counterexample: counterexampleId(result) } : {}),
  };
}

function exampleId({ result }: Scenario, index: number): string {
  return idOf("find", result, `${result.property}-${index + 1}`);
}

function examples(scenario: Scenario): readonly ToldTrace[] {
  const classes = scenario.scenarios?.classes ?? [];
  return classes.map(({ example }, index) => ({
    id: exampleId(scenario, index),
    from: "find",
    command: findCommand(scenario),
    trace: example,
    policy: scenario.result.policy.policy,
  }));
}

function addedTrace({ file, trace, policy }: AddedTrace, index: number): ToldTrace {
  const own = policy.origin.kind === "file" ? ["--policy", policyWord(policy)] : [];
  return {
    id: `file-${index + 1}`,
    from: "file",
    command: commandText(["trace", file, ...own]),
    trace,
    policy: policy.policy,
  };
}

function scenarioDocument(
  scenario: Scenario,
  found: NonNullable<Scenario["scenarios"]>,
  model: ReportVerdict["model"],
): ReportScenarios {
  const { policy, platform, axes, property } = scenario.result;
  const { name, chain, rips, sticky, shadow } = platform;
  return {
    policy: policy.name,
    model,
    platform: { name, chain, rips, sticky, shadow },
    ...(axes === undefined ? {} : { axes: axes.names }),
    property,
    command: findCommand(scenario),
    minimalRuns: found.minimalRuns,
    mazurkiewiczClasses: found.mazurkiewiczClasses,
    classes: found.classes.map(({ facts, runs, mazurkiewiczClasses }, index) => ({
      facts,
      runs,
      mazurkiewiczClasses,
      example: exampleId(scenario, index),
    })),
    complete: {
      complete: found.completeness.is === "complete",
      how: scenario.how,
    },
  };
}
