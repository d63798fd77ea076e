import { join } from "node:path";
import pLimit from "p-limit";
import { Diagnostic } from "../../base/diagnostic/diagnostic.js";
import type { EndlessPath } from "../../checkers/liveness/behaviour.js";
import { whyNoCounterexample } from "../../checkers/liveness/refutes.js";
import type { TlcState } from "../../checkers/tlc/events.js";
import type { TlcOutcome } from "../../checkers/tlc/outcome.js";
import { type TlcRun as EndedRun, runTlc, type TlcRequest } from "../../checkers/tlc/run.js";
import type { TlaValueReader } from "../../compiler/tla/value/reader.js";
import type { MachineEvent, MachinePath, MachineState } from "../../machine/model/machine-model.js";
import { nmiLiveness } from "../../machine/model/nmi-liveness.js";
import type { NmiLivenessProperty } from "../../machine/model/property-names.js";
import type { Subject } from "../../machine/subject.js";
import { compiledOf, mayEnd, modelOf, traceOriginOf } from "../../machine/subject.js";
import { buildTrace } from "../../machine/trace/build.js";
import { pathFromStates } from "../../machine/trace/from-states.js";
import { traceLength } from "../../machine/trace/length.js";
import { agreed } from "./agreed.js";
import { cancelled, isOver } from "./cancelled.js";
import { deadlock, noCounterexample, otherViolation } from "./diagnostics.js";
import { typeFailure } from "./explorer.js";
import { joinAnswers } from "./join.js";
import { checkLivenessByExplorer } from "./liveness.js";
import { withinBudget } from "./memory-budget.js";
import { PLANNING_SECONDS } from "./plan.js";
import type { CheckResult } from "./result.js";
import { shareMachine, type TlcSettings } from "./share-machine.js";
import { eventName, FINGERPRINT_INDEX, measuredOf, tlcResult } from "./tlc-conclusions.js";
import { writeLivenessFiles } from "./tlc-files.js";
import { tellProgress } from "./tlc-progress.js";
import type { RunContext } from "./tlc-runs.js";
import { untrustedRun } from "./untrusted-run.js";
import { type Failure, failureOf, type Verdict } from "./verdict.js";

/** With several workers TLC misses violations of temporal properties (tlaplus #971). */
const WORKERS = 1;

/** One property of one subject: TLC does not say which of several temporal properties is violated. */
interface Question {
  readonly subject: Subject;
  readonly property: NmiLivenessProperty;
}

/** Answers of TLC, and which release of it gave them. */
interface TlcAnswers {
  readonly version: string | null;
  readonly results: readonly CheckResult[];
}

/**
 * The verdicts of TLC on liveness properties, each from a run of its own. Where the explorer
 * knows the answer too, and says otherwise, the verdict is `failed`.
 */
export async function checkLivenessByTlc(
  context: Omit<RunContext, "workers" | "heap" | "budget">,
  settings: TlcSettings,
): Promise<TlcAnswers> {
  const { request, folder } = context;
  const questions = request.subjects.flatMap((subject) =>
    (request.liveness ?? []).map((property): Question => ({ subject, property })),
  );
  const { atOnce, heap } = shareMachine(questions.length, { ...settings, workers: WORKERS });
  const { budget } = settings;
  const shared = {
    ...context,
    workers: WORKERS,
    ...(heap === undefined ? {} : { heap }),
    ...(budget === undefined ? {} : { budget }),
  };
  const limit = pLimit(atOnce);
  const answers = await Promise.all(
    questions.map((question, index) =>
      limit(() => answer(question, { ...shared, folder: join(folder, `live-${index}`) })),
    ),
  );
  return {
    version: answers.find(({ version }) => version !== null)?.version ?? null,
    results: answers.flatMap(({ results }) => results),
  };
}

async function answer(question: Question, context: RunContext): Promise<TlcAnswers> {
  const { tools, workers } = context;
  const first = await runOnce(question, context);
  const run = cannotReadBack(first) ? await runOnce(question, context) : first;
  if (run === "cancelled") {
    const verdict = cancelled(measuredOf(undefined));
    return { version: null, results: [tlcResult(question, verdict, tools, workers, undefined)] };
  }
  const verdict = await checkedVerdict(question, context, run);
  return { version: run.version, results: [tlcResult(question, verdict, tools, workers, run)] };
}

/**
 * TLC could not read the graph back that it has written to look for cycles in. TLC 2.18 fails so now
 * and then, about once in a hundred runs here, where nothing is wrong with the disk
 * (`tlc2.util.BufferedRandomAccessFile`, reworked since: tlaplus/tlaplus, pull request 907). It has
 * said nothing of the property then, and is asked once more; what is wrong with a disk is told after
 * that.
 */
function cannotReadBack(run: EndedRun | "cancelled"): boolean {
  if (run === "cancelled" || run.outcome.kind !== "failed") return false;
  return run.outcome.diagnostic.code === "tlc/disk-error";
}

/**
 * What TLC's run says, unless the explorer says otherwise. A counterexample of TLC's may go on for
 * long: where the explorer has a shorter one, it is shown in its place.
 */
async function checkedVerdict(
  { subject, property }: Question,
  context: RunContext,
  run: EndedRun,
): Promise<Verdict> {
  const said = await verdictOf({ subject, property }, context, run);
  if (said.verdict === "bounded") return said;
  const { timeoutSeconds = PLANNING_SECONDS } = context.request;
  const explored = await checkLivenessByExplorer(subject, {
    ...context.request,
    liveness: [property],
    timeoutSeconds: Math.min(PLANNING_SECONDS, timeoutSeconds),
  });
  const [answer] = joinAnswers([{ ...subject, property }], explored);
  if (answer === undefined) return said;
  const joined = agreed(said, answer.verdict, { generated: true, length: false });
  if (joined.verdict !== "violated" || answer.verdict.verdict !== "violated") return joined;
  const { trace } = answer.verdict;
  return traceLength(trace) < traceLength(joined.trace) ? { ...joined, trace } : joined;
}

async function verdictOf(
  { subject, property }: Question,
  context: RunContext,
  run: EndedRun,
): Promise<Verdict> {
  const { outcome } = run;
  const measured = measuredOf(run);
  const failed = (failure: Failure): Verdict => ({ verdict: "failed", measured, failure });
  switch (outcome.kind) {
    case "success":
      return { verdict: "holds", measured };
    case "temporal":
      try {
        const path = endlessPath(subject, outcome, context.reader);
        const flaw = flawOf(subject, property, path);
        if (flaw !== null) return failed(flaw);
        const origin = await traceOriginOf(subject, context.request.version);
        const trace = buildTrace({ ...origin, property }, path);
        return { verdict: "violated", measured, trace };
      } catch (error) {
        if (!(error instanceof Diagnostic)) throw error;
        return failed(failureOf(error));
      }
    case "bounded":
      return { verdict: "bounded", measured, bound: `${outcome.seconds} seconds` };
    case "failed":
      return failed(failureOf(outcome.diagnostic));
    case "violated":
      // The one invariant that is checked with them.
      return failed(
        await typeFailure(subject, behaviourOf(subject, outcome.states, context.reader)),
      );
    case "stepViolated":
      return failed(failureOf(otherViolation(`the property ${outcome.property}`)));
    case "deadlock":
      return failed(failureOf(deadlock()));
  }
}

/** TLC's behaviour as one of the typed model. */
function behaviourOf(
  subject: Subject,
  states: readonly Pick<TlcState, "action" | "values">[],
  reader: TlaValueReader,
): MachinePath {
  return pathFromStates(
    modelOf(subject),
    states.map(({ action, values }) => ({
      action: action === null ? null : eventName(action),
      variables: new Map(Object.entries(values)),
    })),
    reader,
  );
}

/** TLC's behaviour that never ends: where it goes back to a state, that state once more. */
function endlessPath(
  subject: Subject,
  { states, continuation }: Extract<TlcOutcome, { kind: "temporal" }>,
  reader: TlaValueReader,
): EndlessPath<MachineState, MachineEvent> {
  const back = continuation.kind === "back" ? states[continuation.state - 1] : undefined;
  if (continuation.kind === "stuttering" || back === undefined) {
    return { ...behaviourOf(subject, states, reader), loop: states.length - 1 };
  }
  const round = [...states, { action: continuation.action, values: back.values }];
  return { ...behaviourOf(subject, round, reader), loop: continuation.state - 1 };
}

/** TLC's behaviour is looked at once more, by the rules of fairness alone. */
function flawOf(
  subject: Subject,
  property: NmiLivenessProperty,
  path: EndlessPath<MachineState, MachineEvent>,
): Failure | null {
  const reason = whyNoCounterexample(modelOf(subject), nmiLiveness(property, subject), path);
  if (reason === null) return null;
  return failureOf(
    noCounterexample(typeof reason === "string" ? reason : `is not fair to ${reason.unfair}`),
  );
}

async function runOnce(
  { subject, property }: Question,
  context: RunContext,
): Promise<EndedRun | "cancelled"> {
  const { request, tools, heap, budget, folder, onProgress } = context;
  if (isOver(request.signal)) return "cancelled";
  const compiled = await compiledOf(subject, []);
  const files = await writeLivenessFiles(folder, subject, compiled, property);
  try {
    const task: TlcRequest = {
      ...tools,
      module: files.module,
      config: files.config,
      mapPlace: files.mapPlace,
      workers: WORKERS,
      fingerprintIndex: FINGERPRINT_INDEX,
      checkDeadlock: !mayEnd(subject),
      temporal: true,
      tuning: "short",
      heap,
      timeoutSeconds: request.timeoutSeconds,
      signal: request.signal,
      ...tellProgress(subject, onProgress),
    };
    return (
      untrustedRun(files.examined, task) ?? (await withinBudget(budget, heap, () => runTlc(task)))
    );
  } catch (error) {
    if (isOver(request.signal)) return "cancelled";
    throw error;
  }
}
