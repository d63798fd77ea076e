import { Diagnostic } from "../../base/diagnostic/diagnostic.js";
import type { TlcOutcome } from "../../checkers/tlc/outcome.js";
import { runTlc, type TlcRequest, type TlcRun } from "../../checkers/tlc/run.js";
import type { TlaValueReader } from "../../compiler/tla/value/reader.js";
import type { NmiProperty } from "../../machine/model/property-names.js";
import type { Subject } from "../../machine/subject.js";
import { mayEnd } from "../../machine/subject.js";
import { agreed } from "./agreed.js";
import { cancelled, isOver } from "./cancelled.js";
import { counterexampleVerdict } from "./counterexample.js";
import { answeredTwice, halfRecorded, recordsDiffer, unanswered } from "./diagnostics.js";
import { withinBudget } from "./memory-budget.js";
import { MOST_STATES } from "./pack-machines.js";
import type { PlannedProperty, PlannedSubject } from "./plan.js";
import type { CheckResult } from "./result.js";
import { type ExploredRecord, readRecords, type SharedRecords } from "./shared-records.js";
import { FINGERPRINT_INDEX, measuredOf, tlcResult } from "./tlc-conclusions.js";
import { type MachinesFiles, writeMachinesFiles } from "./tlc-files.js";
import { tellProgress } from "./tlc-progress.js";
import type { RunContext } from "./tlc-runs.js";
import { untrustedRun } from "./untrusted-run.js";
import { failureOf, type Measured, type Verdict } from "./verdict.js";

/** The first violation that is met is a shortest one with one worker alone. */
const WORKERS = 1;

/** What a shared run needs beside its machines. */
export type SharedContext = Omit<RunContext, "workers" | "distribution">;

/** What came of a run over several machines. */
export type SharedAnswer =
  | {
      readonly kind: "answered";
      readonly version: string | null;
      readonly results: readonly CheckResult[];
    }
  /** Something is wrong with one of the machines: each is to be asked for itself. */
  | { readonly kind: "unclear" };

/** A run of TLC, and what its machines have. */
type SharedRun = TlcRun & Pick<MachinesFiles, "variables">;

/** An outcome that tells something about each machine. */
type Telling = Extract<TlcOutcome, { kind: "success" | "bounded" | "failed" }>;

/**
 * Answers all questions about several machines in one run of TLC, which looks at every state of each
 * and records what is violated. A question is answered by records alone: one that says that the
 * machine was explored and what became of the property, and for a violation one that shows it.
 */
export async function runShared(
  machines: readonly PlannedSubject[],
  context: SharedContext,
): Promise<SharedAnswer> {
  const { tools } = context;
  const run = await runOnce(machines, context);
  if (run === "cancelled") {
    const verdict = cancelled(measuredOf(undefined));
    const results = questionsOf(machines).map((question) =>
      tlcResult(question, verdict, tools, WORKERS, undefined),
    );
    return { kind: "answered", version: null, results };
  }
  const { outcome, version, variables } = run;
  const isTelling = outcome.kind === "success" || outcome.kind === "bounded";
  if (!isTelling && !(outcome.kind === "failed" && outcome.diagnostic.blame === "tool")) {
    return { kind: "unclear" };
  }
  const records = recordsOf(machines, variables, outcome, context.reader);
  const results: CheckResult[] = [];
  for (const { subject, property, explored } of questionsOf(machines)) {
    const said = await verdictOf({ subject, property }, records, run, context);
    const verdict = agreed(said, explored, { generated: true, length: true });
    results.push(tlcResult({ subject, property }, verdict, tools, WORKERS, run));
  }
  return { kind: "answered", version, results };
}

function questionsOf(machines: readonly PlannedSubject[]) {
  return machines.flatMap(({ subject, properties }) =>
    properties.map((planned): PlannedProperty & { readonly subject: Subject } => ({
      ...planned,
      subject,
    })),
  );
}

/** The records of a run, if it has not failed, and they say what TLC itself says. */
function recordsOf(
  machines: readonly PlannedSubject[],
  variables: MachinesFiles["variables"],
  outcome: Telling,
  reader: TlaValueReader,
): SharedRecords | Diagnostic {
  if (outcome.kind === "failed") return outcome.diagnostic;
  try {
    const records = readRecords(machines, variables, outcome, reader);
    return (outcome.kind === "success" ? contradiction(records, outcome) : null) ?? records;
  } catch (error) {
    if (!(error instanceof Diagnostic)) throw error;
    return error;
  }
}

/**
 * Whether TLC counts otherwise than the records do. Beside the states of the machines there is one on
 * each level that waits for them to end, with one step to the next, and one that ends it.
 */
function contradiction(
  { explored }: SharedRecords,
  { counts, depth }: Extract<TlcOutcome, { kind: "success" }>,
): Diagnostic | null {
  const sum = (of: "distinct" | "generated"): number =>
    explored.reduce((total, record) => total + record[of], 0);
  const deepest = Math.max(0, ...explored.map((record) => record.depth));
  const told = [
    { what: "distinct states", tlc: counts.distinct - depth, recorded: sum("distinct") },
    { what: "generated states", tlc: counts.generated - depth - 1, recorded: sum("generated") },
    { what: "levels", tlc: depth, recorded: deepest },
  ];
  const differing = told.find(({ tlc, recorded }) => tlc !== recorded);
  if (differing === undefined) return null;
  return recordsDiffer(differing.what, differing.tlc, differing.recorded);
}

/** What a run says of one question. */
async function verdictOf(
  question: { readonly subject: Subject; readonly property: NmiProperty },
  records: SharedRecords | Diagnostic,
  run: TlcRun,
  { request, reader }: SharedContext,
): Promise<Verdict> {
  const reached = measuredOf(run);
  const failed = (diagnostic: Diagnostic): Verdict => {
    return { verdict: "failed", measured: reached, failure: failureOf(diagnostic) };
  };
  if (records instanceof Diagnostic) return failed(records);
  const { subject, property } = question;
  const explored = records.exploredOf(subject);
  const violation = records.violationOf(subject, property);
  const several = [explored, violation].find(({ kind }) => kind === "several");
  if (several?.kind === "several") return failed(answeredTwice(several.count));
  const measured = explored.kind === "one" ? measuredIn(explored.answer, run) : reached;
  const answer = explored.kind === "one" ? explored.answer.answers.get(property) : undefined;
  const { outcome } = run;
  if (outcome.kind === "success") {
    if (answer === "holds" && violation.kind === "none") return { verdict: "holds", measured };
    const isShown = answer === "violated" && violation.kind === "one";
    if (!isShown) return failed(answer === undefined ? unanswered() : halfRecorded(answer));
  }
  if (violation.kind === "one") {
    const context = { version: request.version, reader };
    return counterexampleVerdict(question, violation.answer.states, measured, context);
  }
  if (outcome.kind !== "bounded") return failed(unanswered());
  return { verdict: "bounded", measured, bound: `${outcome.seconds} seconds` };
}

function measuredIn({ distinct, generated, depth }: ExploredRecord, { seconds }: TlcRun): Measured {
  return { states: { distinct, generated }, depth, seconds, isWhole: true };
}

async function runOnce(
  machines: readonly PlannedSubject[],
  { request, tools, heap, budget, folder, onProgress }: SharedContext,
): Promise<SharedRun | "cancelled"> {
  if (isOver(request.signal)) return "cancelled";
  const [first] = machines;
  if (first === undefined) throw new Error("a run needs a machine");
  const files = await writeMachinesFiles(folder, machines);
  const { variables } = files;
  try {
    const task: TlcRequest = {
      ...tools,
      module: files.module,
      config: files.config,
      mapPlace: files.mapPlace,
      workers: WORKERS,
      fingerprintIndex: FINGERPRINT_INDEX,
      checkDeadlock: !mayEnd(first.subject),
      goesOn: true,
      tuning: "short",
      queue: MOST_STATES,
      heap,
      timeoutSeconds: request.timeoutSeconds,
      signal: request.signal,
      ...tellProgress(first.subject, onProgress),
    };
    for (const examined of files.examined) {
      const untrusted = untrustedRun(examined, task);
      if (untrusted !== null) return { ...untrusted, variables };
    }
    const run = await withinBudget(budget, heap, () => runTlc(task));
    return { ...run, variables };
  } catch (error) {
    if (isOver(request.signal)) return "cancelled";
    throw error;
  }
}
