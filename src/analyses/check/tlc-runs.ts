import { Diagnostic } from "../../base/diagnostic/diagnostic.js";
import { TlcCheckpoint } from "../../checkers/tlc/checkpoint.js";
import {
  type DistributedRun,
  type Distribution,
  runDistributed,
} from "../../checkers/tlc/distributed/run.js";
import { runTlc, type TlcRequest, type TlcRun } from "../../checkers/tlc/run.js";
import type { TlaValueReader } from "../../compiler/tla/value/reader.js";
import type { NmiProperty } from "../../machine/model/property-names.js";
import { compiledOf, mayEnd } from "../../machine/subject.js";
import { agreed } from "./agreed.js";
import { cancelled, isOver } from "./cancelled.js";
import { counterexampleVerdict, pathOfStates } from "./counterexample.js";
import { deadlock, otherViolation } from "./diagnostics.js";
import { typeFailure } from "./explorer.js";
import { type MemoryBudget, withinBudget } from "./memory-budget.js";
import type { PlannedRun } from "./plan.js";
import type { CheckProgress, CheckRequest } from "./request.js";
import type { CheckResult } from "./result.js";
import {
  disagreement,
  FINGERPRINT_INDEX,
  measuredOf,
  type TlcTools,
  tlcResult,
} from "./tlc-conclusions.js";
import { checkpointIdentity, writeTlcFiles } from "./tlc-files.js";
import { tellProgress } from "./tlc-progress.js";
import { TYPE_OK } from "./type-ok.js";
import { untrustedRun } from "./untrusted-run.js";
import { type Failure, failureOf, type Measured, type Verdict } from "./verdict.js";
import { violatedBy } from "./violated-by.js";

/** A run that has ended, on one machine or on several. */
type EndedRun = TlcRun | DistributedRun;

/** Below this many states the start of Java is most of a run. */
const SHORT_RUN_STATES = 200_000;

/** What a run of TLC needs beside its plan. */
export interface RunContext {
  readonly request: CheckRequest;
  readonly tools: TlcTools;
  readonly workers: number;
  readonly heap?: string;
  /** Memory that all runs share. */
  readonly budget?: MemoryBudget;
  readonly folder: string;
  readonly reader: TlaValueReader;
  /** For runs on more than one machine. */
  readonly distribution?: Distribution;
  readonly onProgress?: (progress: CheckProgress) => void;
}

/** The runs of TLC that answer one plan: one, if the plan is right. */
export class SubjectRuns {
  readonly #plan: PlannedRun;
  readonly #context: RunContext;
  readonly #results: CheckResult[] = [];
  #pending: readonly NmiProperty[];
  #runs = 0;
  #version: string | null = null;

  constructor(plan: PlannedRun, context: RunContext) {
    this.#plan = plan;
    this.#context = context;
    this.#pending = plan.properties.map(({ property }) => property);
  }

  /** Runs TLC until every property of the plan has its verdict. */
  async answer(): Promise<{
    readonly version: string | null;
    readonly results: readonly CheckResult[];
  }> {
    while (this.#pending.length > 0) {
      const run = await this.#run(this.#pending, "asked");
      if (run === "cancelled") {
        this.#settle(this.#pending, cancelled);
      } else {
        await this.#take(run);
      }
    }
    return { version: this.#version, results: this.#results };
  }

  /** Draws the conclusions from a run; each takes at least one property from the pending ones. */
  async #take(run: EndedRun): Promise<void> {
    const { outcome } = run;
    this.#version = run.version ?? this.#version;
    switch (outcome.kind) {
      case "success":
        this.#settle(this.#pending, (measured) => ({ verdict: "holds", measured }), run);
        return;
      case "violated":
        await this.#takeViolation(run, outcome.invariant);
        return;
      case "stepViolated":
        this.#fail(this.#pending, failureOf(otherViolation("a property of steps")), run);
        return;
      case "temporal":
        this.#fail(this.#pending, failureOf(otherViolation("a temporal property")), run);
        return;
      case "deadlock":
        this.#fail(this.#pending, failureOf(deadlock()), run);
        return;
      case "bounded":
        this.#settle(
          this.#pending,
          (measured) => ({ verdict: "bounded", measured, bound: `${outcome.seconds} seconds` }),
          run,
        );
        return;
      case "failed":
        this.#fail(this.#pending, failureOf(outcome.diagnostic), run);
        return;
    }
  }

  async #takeViolation(run: EndedRun, invariant: string): Promise<void> {
    if (invariant === TYPE_OK) {
      const whole = this.#isSingle(run) ? run : await this.#run(this.#pending, "single");
      if (whole === "cancelled") return;
      this.#fail(this.#pending, await this.#typeFailure(whole), whole);
      return;
    }
    const property = this.#pending.find((candidate) => candidate === invariant);
    if (property === undefined) {
      this.#fail(this.#pending, failureOf(otherViolation(`the invariant ${invariant}`)), run);
      return;
    }
    if (this.#plan.expected === "holds") {
      this.#fail([property], disagreement("holds", "TLC found a counterexample"), run);
      return;
    }
    // With several workers the first counterexample found need not be a shortest one, and TLC's
    // server tells but its last two states.
    const single = this.#isSingle(run) ? run : await this.#run([property], "single");
    if (single === "cancelled") return;
    if (single.outcome.kind !== "violated" || single.outcome.invariant !== property) {
      this.#fail(
        [property],
        disagreement("violated", "TLC with one worker did not find it"),
        single,
      );
      return;
    }
    const { reader, request } = this.#context;
    const question = { subject: this.#plan.subject, property };
    const { states } = single.outcome;
    const context = { version: request.version, reader };
    const verdict = await counterexampleVerdict(question, states, measuredOf(single), context);
    this.#settle([property], () => verdict, single);
  }

  async #typeFailure(run: EndedRun): Promise<Failure> {
    try {
      const { subject } = this.#plan;
      const states = run.outcome.kind === "violated" ? run.outcome.states : [];
      return await typeFailure(subject, pathOfStates(subject, states, this.#context.reader));
    } catch (error) {
      if (!(error instanceof Diagnostic)) throw error;
      return failureOf(error);
    }
  }

  /** Whether the counterexample of a run is a shortest one, and whole. */
  #isSingle(run: EndedRun): boolean {
    return this.#context.workers === 1 && !("joined" in run);
  }

  /** @param how as the plan says, or with one worker on one machine */
  async #run(
    properties: readonly NmiProperty[],
    how: "asked" | "single",
  ): Promise<EndedRun | "cancelled"> {
    const { request, tools, heap, budget, folder, onProgress, reader, distribution } =
      this.#context;
    if (isOver(request.signal)) return "cancelled";
    const { subject, states } = this.#plan;
    const reductions = request.exploration?.reductions ?? [];
    const compiled = await compiledOf(subject, properties);
    const files = await writeTlcFiles(
      folder,
      String(this.#runs++),
      subject,
      compiled,
      properties,
      reductions,
    );
    try {
      const task: TlcRequest = {
        ...tools,
        module: files.module,
        config: files.config,
        mapPlace: files.mapPlace,
        workers: how === "single" ? 1 : this.#context.workers,
        fingerprintIndex: FINGERPRINT_INDEX,
        // Where steps wait for others a state may have none that is to be explored.
        checkDeadlock: !reductions.includes("chains") && !mayEnd(subject),
        tuning: states !== null && states < SHORT_RUN_STATES ? "short" : "long",
        heap,
        timeoutSeconds: request.timeoutSeconds,
        signal: request.signal,
        ...tellProgress(subject, onProgress),
      };
      const untrusted = untrustedRun(files.examined, task);
      if (untrusted !== null) return untrusted;
      // A counterexample is looked for on one machine, with one worker.
      const isSingle = how === "single" || this.#plan.expected === "violated";
      if (distribution === undefined || isSingle) {
        return await withinBudget(budget, heap, () =>
          isSingle ? runTlc(task) : this.#runKept(task, properties),
        );
      }
      return await runDistributed({
        ...task,
        distribution,
        violatedBy: (state) => violatedBy(state, subject, compiled.model, properties, reader),
      });
    } catch (error) {
      if (isOver(request.signal)) return "cancelled";
      throw error;
    }
  }

  /** Runs TLC so that it can go on where it was interrupted, if a folder for that is given. */
  async #runKept(task: TlcRequest, properties: readonly NmiProperty[]): Promise<TlcRun> {
    const parent = this.#context.request.exploration?.checkpointFolder;
    if (parent === undefined) return runTlc(task);
    const { policy, platform, axes } = this.#plan.subject;
    const question = [policy.name, JSON.stringify([platform, axes?.names]), ...properties];
    const checkpoint = TlcCheckpoint.of(parent, question, await checkpointIdentity(task));
    return await checkpoint.held(async (alsoBy) => {
      const run = await runTlc({
        ...task,
        checkpoint: await checkpoint.prepare(),
        onProcess: (pid) => {
          alsoBy(pid);
          task.onProcess?.(pid);
        },
      });
      const { kind } = run.outcome;
      if (kind !== "bounded" && kind !== "failed") await checkpoint.remove();
      return run;
    });
  }

  #fail(properties: readonly NmiProperty[], failure: Failure, run: EndedRun): void {
    this.#settle(properties, (measured) => ({ verdict: "failed", measured, failure }), run);
  }

  #settle(
    properties: readonly NmiProperty[],
    verdict: (measured: Measured) => Verdict,
    run?: EndedRun,
  ): void {
    const given = verdict(measuredOf(run));
    const workers = given.verdict === "violated" ? 1 : this.#context.workers;
    const isWhole = run !== undefined && !("isResumed" in run) && !("joined" in run);
    const { reductions = [] } = this.#context.request.exploration ?? {};
    const comparable = { generated: isWhole && reductions.length === 0, length: true };
    for (const { property, explored } of this.#plan.properties) {
      if (!properties.includes(property)) continue;
      const question = { subject: this.#plan.subject, property };
      // A run that never was has nothing that the explorer could contradict.
      const joined = run === undefined ? given : agreed(given, explored, comparable);
      this.#results.push(tlcResult(question, joined, this.#context.tools, workers, run));
    }
    this.#pending = this.#pending.filter((property) => !properties.includes(property));
  }
}
