import { causeOf, eventLines } from "../behaviour/event-lines.js";
import { check } from "../check/check.js";
import type { MemoryBudget } from "../check/memory-budget.js";
import type { CheckProgress } from "../check/request.js";
import {
  type Checker,
  type CheckResult,
  type CoreResult,
  isCoreResult,
  type Subject,
} from "../check/result.js";
import type { TlcTools } from "../check/tlc-conclusions.js";
import { isLivenessProperty, type NmiCoreProperty } from "../explore/nmi-liveness.js";
import { isStateProperty } from "../explore/nmi-model.js";
import { type Measurement, measure, type Unmeasured } from "../vacuity/measure.js";
import type { Answer, AnsweredVerdict } from "./answer.js";
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
}

/** The proofs of some gates, and who gave them. */
export interface Proofs {
  readonly checker: Checker;
  readonly of: ReadonlyMap<Prepared, Proof>;
}

/**
 * Answers the questions of gates, plays their counterexamples, and measures what they reach.
 *
 * @throws the reason of `signal`
 */
export async function prove(gates: readonly Prepared[], settings: ProofSettings): Promise<Proofs> {
  const { checker, results } = await answersOf(gates, settings);
  const replayed = await replayOnEngines(gates, results, settings);
  const isBroken = (subject: Subject): boolean =>
    replayed.some(
      (result) => result.platform === subject.platform && result.verdict.verdict === "failed",
    );
  const subjects = gates
    .flatMap(({ asked }) => asked.map(({ subject }) => subject))
    .filter((subject) => !isBroken(subject));
  const { signal, onMeasured } = settings;
  const { measured, unmeasured } = await measure(signal?.aborted === true ? [] : subjects, {
    ...settings,
    ...(onMeasured === undefined ? {} : { onDone: onMeasured }),
  });
  return {
    checker,
    of: new Map(
      gates.map((one) => [
        one,
        {
          answers: replayed.filter(({ policy }) => policy === one.policy).map(answerOf),
          measured: measured.filter(({ subject }) => subject.policy === one.policy),
          unmeasured: unmeasured.filter(({ subject }) => subject.policy === one.policy),
        },
      ]),
    ),
  };
}

/** Subjects that are asked for the same properties share a check, so that all cores have work. */
async function answersOf(
  gates: readonly Prepared[],
  { tools, version, budget, onProgress, onRemark, onVerdict, ...limits }: ProofSettings,
): Promise<{ readonly checker: Checker; readonly results: readonly CoreResult[] }> {
  const groups = new Map<string, { properties: readonly NmiCoreProperty[]; subjects: Subject[] }>();
  for (const { subject, properties } of gates.flatMap(({ asked }) => asked)) {
    const key = properties.join();
    const group = groups.get(key) ?? { properties, subjects: [] };
    group.subjects.push(subject);
    groups.set(key, group);
  }
  // While the explorer works, for its verdicts or to plan TLC's runs, nothing runs beside it.
  const exploration = { budget, heapBytes: budget.bytes };
  let checker: Checker = { name: "explorer", version, reductions: [] };
  const results: CoreResult[] = [];
  for (const { subjects, properties } of groups.values()) {
    const checked = await check(
      {
        subjects,
        properties: properties.filter(isStateProperty),
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
    results.push(...checked.results.filter(isCoreResult));
  }
  return { checker, results };
}

/** Gates leave nothing out, so there is nothing to say of TLC's reductions. */
function asAsked(checker: Checker): Checker {
  if (checker.name === "explorer") return checker;
  const { reductions: _, ...asked } = checker;
  return asked;
}

function answerOf(result: CoreResult): Answer {
  const { measured } = result.verdict;
  return {
    platform: result.platform.name,
    property: result.property,
    verdict: verdictOf(result),
    certified: result.certified,
    states: measured.states,
    depth: measured.depth,
    collisionProbability: result.run?.collisionProbability ?? null,
    seconds: measured.seconds,
  };
}

function verdictOf({ verdict, replayedOn }: CoreResult): AnsweredVerdict {
  switch (verdict.verdict) {
    case "holds":
      return { kind: "holds" };
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
