import { causeOf, eventLines } from "../../analyses/behaviour/event-lines.js";
import { check } from "../../analyses/check/check.js";
import { joinAnswers, joinByKey } from "../../analyses/check/join.js";
import type { MemoryBudget } from "../../analyses/check/memory-budget.js";
import {
  distinctBy,
  type QuestionKey,
  questionKey,
  type SubjectKey,
  subjectKey,
} from "../../analyses/check/question.js";
import type { CheckProgress } from "../../analyses/check/request.js";
import type { Checker, CheckResult } from "../../analyses/check/result.js";
import type { TlcTools } from "../../analyses/check/tlc-conclusions.js";
import { type Measurement, measure, type Unmeasured } from "../../analyses/vacuity/measure.js";
import {
  isAnyStateProperty,
  isLivenessProperty,
  type NmiAnyProperty,
} from "../../machine/model/property-names.js";
import type { Subject } from "../../machine/subject.js";
import { machineText } from "../../machine/subject.js";
import type { Answer, AnsweredVerdict, EveryChain } from "./answer.js";
import { type GateQuestion, type GateResult, gateQuestions } from "./gate-questions.js";
import type { Prepared } from "./prepare.js";
import { replayOnEngines } from "./replay.js";

/** How gates are to be proven. */
export interface ProofSettings {
  readonly version: string;
  /** Null for the embedded explorer. */
  readonly tools: TlcTools | null;
  readonly workers?: number;
  readonly heap?: string;
  /** Memory that everything which runs at once may take together. */
  readonly budget: MemoryBudget;
  readonly timeoutSeconds?: number;
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: CheckProgress) => void;
  readonly onRemark?: (text: string) => void;
  /** Told of each verdict. */
  readonly onVerdict?: (result: CheckResult) => void;
  /** Told of each subject that is measured. */
  readonly onMeasured?: (subject: Subject) => void;
}

/** What was found for a gate. */
export interface Proof {
  readonly answers: readonly Answer[];
  /** One for each platform on which the policy does not break, and that could be counted. */
  readonly measured: readonly Measurement[];
  /** Those that were too large. */
  readonly unmeasured: readonly Unmeasured[];
  /** Those of which nothing came, or more than one count. */
  readonly uncounted: readonly Subject[];
}

/** The proofs of some gates, and who gave them. */
export interface Proofs {
  readonly checker: Checker;
  /** By the place of each gate in the config. */
  readonly of: ReadonlyMap<number, Proof>;
}

/**
 * Answers the questions of gates, plays their counterexamples, and measures what they reach.
 *
 * @throws the reason of `signal`; Diagnostic `check/stray-answer`
 */
export async function prove(gates: readonly Prepared[], settings: ProofSettings): Promise<Proofs> {
  const questions = gateQuestions(gates);
  const { checker, results } = await answersOf(questions, settings);
  const replayed = await replayOnEngines(gates, joinAnswers(questions, results), settings);
  const isAskedEverywhere = gates.some(({ gate }) => gate.scope === "every-chain");
  // The compiler and the solvers are loaded only for gates that need them.
  const everywhere = isAskedEverywhere
    ? await (await import("./every-chain.js")).provenEverywhere(gates, replayed, settings)
    : new Map<QuestionKey, EveryChain>();
  const whole = gates.map((one) => ({ ...one, whole: wholeSubjects(one, replayed) }));
  const { signal, onMeasured } = settings;
  const subjects = distinctBy(
    whole.flatMap((one) => one.whole),
    subjectKey,
  );
  const counts = await measure(signal?.aborted === true ? [] : subjects, {
    ...settings,
    ...(onMeasured === undefined ? {} : { onDone: onMeasured }),
  });
  const countOf = joinByKey(
    subjects.map(subjectKey),
    [...counts.measured, ...counts.unmeasured],
    ({ subject }) => subjectKey(subject),
    ({ subject }) => `what ${subject.policy.name} reaches on ${machineText(subject)}`,
  );
  return {
    checker,
    of: new Map(
      whole.map((one): readonly [number, Proof] => {
        const own = replayed.filter(({ gate }) => gate === one.index);
        const counted = one.whole.map((subject) => ({
          subject,
          count: countOf(subjectKey(subject)),
        }));
        return [
          one.index,
          {
            // What another gate has asked beside is no answer to this one.
            answers: own.map((result) =>
              answerOf(
                result,
                one.gate.scope === "every-chain" ? everywhere.get(questionKey(result)) : undefined,
              ),
            ),
            measured: counted.flatMap(({ count }) =>
              count.kind === "one" && !("bound" in count.answer) ? [count.answer] : [],
            ),
            unmeasured: counted.flatMap(({ count }) =>
              count.kind === "one" && "bound" in count.answer ? [count.answer] : [],
            ),
            // Nothing is counted any more after an interruption, which is told of the verdicts.
            uncounted: counted.flatMap(({ subject, count }) =>
              count.kind === "one" || signal?.aborted === true ? [] : [subject],
            ),
          },
        ];
      }),
    ),
  };
}

/** The subjects of a gate on which nothing is broken: the others say nothing of what they reach. */
function wholeSubjects({ index, asked }: Prepared, results: readonly GateResult[]) {
  const broken = results
    .filter(({ gate, verdict }) => gate === index && verdict.verdict === "failed")
    .map(subjectKey);
  return asked.map(({ subject }) => subject).filter((one) => !broken.includes(subjectKey(one)));
}

/**
 * What several gates ask is asked once. Subjects that are asked for the same properties share a
 * check, so that all cores have work.
 */
async function answersOf(
  questions: readonly GateQuestion[],
  { tools, version, budget, onProgress, onRemark, onVerdict, ...limits }: ProofSettings,
): Promise<{ readonly checker: Checker; readonly results: readonly CheckResult[] }> {
  const ofSubject = new Map<SubjectKey, { subject: Subject; properties: NmiAnyProperty[] }>();
  for (const question of distinctBy(questions, questionKey)) {
    const { gate: _, property, ...subject } = question;
    const known = ofSubject.get(subjectKey(subject)) ?? { subject, properties: [] };
    known.properties.push(property);
    ofSubject.set(subjectKey(subject), known);
  }
  const groups = new Map<string, { properties: readonly NmiAnyProperty[]; subjects: Subject[] }>();
  for (const { subject, properties } of ofSubject.values()) {
    const key = properties.toSorted().join();
    const group = groups.get(key) ?? { properties, subjects: [] };
    group.subjects.push(subject);
    groups.set(key, group);
  }
  // While the explorer works, for its verdicts or to plan TLC's runs, nothing runs beside it.
  const exploration = { budget, heapBytes: budget.bytes };
  let checker: Checker = { name: "explorer", version, reductions: [] };
  const results: CheckResult[] = [];
  for (const { subjects, properties } of groups.values()) {
    const checked = await check(
      {
        subjects,
        properties: properties.filter(isAnyStateProperty),
        liveness: properties.filter(isLivenessProperty),
        version,
        ...limits,
        budget,
        exploration,
      },
      tools === null ? { checker: "explorer" } : { checker: "tlc", tlcJar: tools.jar.path },
      {
        ...(onProgress === undefined ? {} : { onProgress }),
        ...(onRemark === undefined ? {} : { onRemark }),
        ...(onVerdict === undefined ? {} : { onVerdict }),
      },
    );
    checker = asAsked(checked.checker);
    results.push(...checked.results);
  }
  return { checker, results };
}

/** Gates leave nothing out, so there is nothing to say of TLC's reductions. */
function asAsked(checker: Checker): Checker {
  if (checker.name === "explorer") return checker;
  const { reductions: _, ...asked } = checker;
  return asked;
}

function answerOf(result: CheckResult, everyChain: EveryChain | undefined): Answer {
  const { measured } = result.verdict;
  return {
    platform: result.platform.name,
    property: result.property,
    verdict: verdictOf(result, everyChain ?? null),
    certified: result.certified,
    states: measured.states,
    depth: measured.depth,
    collisionProbability: result.run?.collisionProbability ?? null,
    seconds: measured.seconds,
  };
}

function verdictOf(
  { verdict, replayedOn }: CheckResult,
  everyChain: EveryChain | null,
): AnsweredVerdict {
  switch (verdict.verdict) {
    case "holds":
      return { kind: "holds", everyChain };
    case "violated": {
      const { trace } = verdict;
      return { kind: "violated", events: eventLines(trace), because: causeOf(trace), replayedOn };
    }
    case "bounded":
      return { kind: "bounded", bound: verdict.bound };
    case "failed":
      return { kind: "failed", failure: verdict.failure };
  }
}
