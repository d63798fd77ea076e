import { at } from "../../spec/language.js";
import type { PolicyName } from "../../spec/policies/all.js";
import { policies } from "../../spec/policies/all.js";
import type { Policy } from "../../spec/policy.js";
import type { State } from "../../spec/state.js";
import { type Answer, type Engine, setupCall } from "../engine/engine.js";
import { pipeline } from "../engine/pipeline.js";
import { eventText } from "../explore/executable-model.js";
import type { PathEvent } from "../explore/path-model.js";
import { Fault } from "../fault/fault.js";
import type { ModelKind } from "../policy/ir-cache.js";
import { agrees } from "../replay/comparison.js";
import { type Divergence, divergenceAt } from "../replay/divergence.js";
import type { ReplayedOn } from "../replay/replay-trace.js";
import { buildTrace } from "../trace/build.js";
import type { NmiShown, Trace } from "../trace/schema.js";
import { edgeCover } from "./edge-cover.js";
import { type ExecutionStep, executionSteps } from "./execution-steps.js";
import { type Configuration, configurations } from "./matrix.js";
import { type ObservedGraph, observedGraph } from "./observed-graph.js";
import { edgesTo, pathAlong } from "./paths.js";
import { coreSubject, pathSubject, type Subject } from "./subject.js";

/** A difference between engine and model, with the behaviour from the start that ends in it. */
export interface ConformDivergence extends Divergence, Configuration {
  /** The events from the start on, as a person writes them. */
  readonly behaviour: readonly string[];
  /** The same as a trace. */
  readonly trace: Trace;
}

/** The behaviour that the model takes along edges, as a trace. */
type TraceAlong = (edges: readonly number[]) => Trace;

/** Edges of the model's reachable graph. */
export interface EdgeCount {
  readonly total: number;
  /** Those that lie on an execution in which the engine did as the model does. */
  readonly covered: number;
}

/** A configuration that the engine cannot do; its edges count, but are not covered. */
export interface UnsupportedConfiguration extends Configuration {
  readonly reason: string;
}

/** What came of holding an engine against the model. */
export interface Conformance {
  readonly engine: ReplayedOn;
  readonly edges: EdgeCount;
  /** NMIs that the engine was given. */
  readonly nmis: number;
  readonly seconds: number;
  readonly divergences: readonly ConformDivergence[];
  readonly unsupported: readonly UnsupportedConfiguration[];
  /** Why the engine could not be asked to the end: it broke. */
  readonly failure: Fault | null;
  /** All edges are covered, nothing diverges and nothing failed. */
  readonly conforms: boolean;
}

/** What traces say of where they come from: the version of nmicheck, and each policy's model. */
export interface ConformOrigin {
  readonly nmicheck: string;
  /** @param of the core, or the whole path on a machine with axes */
  readonly modelOf: (policy: PolicyName, of: ModelKind) => Trace["model"];
}

/** What may be chosen for a conformance run. */
export interface ConformOptions {
  /** What the traces of divergences say of their origin. */
  readonly origin: ConformOrigin;
  /**
   * What the engine's policy of this name should be doing; by default what the name says. For an
   * engine that was changed on purpose.
   */
  readonly policyOf?: (name: PolicyName) => Policy<unknown>;
  /** The test matrix by default. */
  readonly configurations?: readonly Configuration[];
  /** After so many divergences it ends; 10 by default. */
  readonly mostDivergences?: number;
  /** Ends the run between two batches; the engine has its own signal. */
  readonly signal?: AbortSignal;
  /** Told after each configuration how many are done. */
  readonly onProgress?: (done: number, all: number) => void;
}

const DIVERGENCES_SHOWN = 10;

class Campaign {
  readonly #engine: Engine;
  readonly #options: ConformOptions;
  readonly #most: number;
  readonly divergences: ConformDivergence[] = [];
  readonly unsupported: UnsupportedConfiguration[] = [];
  total = 0;
  covered = 0;
  nmis = 0;

  constructor(engine: Engine, options: ConformOptions) {
    this.#engine = engine;
    this.#options = options;
    this.#most = options.mostDivergences ?? DIVERGENCES_SHOWN;
  }

  get isOver(): boolean {
    return this.divergences.length >= this.#most;
  }

  async run(configuration: Configuration): Promise<void> {
    const { signal } = this.#options;
    const { policy, platform, axes } = configuration;
    const { policyOf = (name) => policies[name] } = this.#options;
    const config = { policy: policyOf(policy), platform };
    const origin = {
      nmicheck: this.#options.origin.nmicheck,
      policy: { name: policy, builtIn: true },
      platform,
      property: null,
    };
    const { modelOf } = this.#options.origin;
    if (axes !== undefined) {
      const subject = pathSubject({ ...config, axes: axes.machine });
      const graph = await observedGraph(subject, signal);
      const wider = { axes, policy: config.policy };
      await this.#hold(configuration, subject, graph, (edges) => {
        const model = modelOf(policy, "path");
        return buildTrace({ ...origin, model, wider }, pathAlong(subject, graph, edges));
      });
      return;
    }
    const subject = coreSubject(config);
    const graph = await observedGraph(subject, signal);
    await this.#hold(configuration, subject, graph, (edges) =>
      buildTrace({ ...origin, model: modelOf(policy, "core") }, pathAlong(subject, graph, edges)),
    );
  }

  async #hold<S extends State<unknown>, E extends PathEvent>(
    configuration: Configuration,
    subject: Subject<S, E>,
    graph: ObservedGraph<S, E>,
    traceAlong: TraceAlong,
  ): Promise<void> {
    const { policy, platform, axes } = configuration;
    this.total += graph.modelEdges;
    const [ready] = await this.#engine.ask([setupCall(policy, platform, axes?.names)]);
    if (ready?.kind === "refused") {
      this.unsupported.push({ ...configuration, reason: ready.message });
      return;
    }
    const agreed = new Uint8Array(graph.targets.length);
    let failed: unknown;
    await pipeline(this.#engine, this.#steps(subject, graph), (step, answer) => {
      if (step.call.op === "nmi") this.nmis++;
      if (step.execution === failed) return "go on";
      if (agrees(step.expected, answer)) {
        for (const edge of step.execution.edges.slice(0, step.taken)) agreed[edge] = 1;
        return "go on";
      }
      failed = step.execution;
      if (answer.kind === "refused" && answer.code === "unsupported") {
        this.unsupported.push({ ...configuration, reason: answer.message });
        return "stop";
      }
      this.divergences.push(this.#divergence(configuration, graph, step, answer, traceAlong));
      return this.isOver ? "stop" : "go on";
    });
    for (const [edge, isCovered] of agreed.entries()) {
      if (isCovered === 1) this.covered += at(graph.copies, Math.floor(edge / graph.events.length));
    }
  }

  *#steps<S extends State<unknown>, E extends PathEvent>(
    subject: Subject<S, E>,
    graph: ObservedGraph<S, E>,
  ): Generator<ExecutionStep> {
    for (const execution of edgeCover(graph)) {
      this.#options.signal?.throwIfAborted();
      yield* executionSteps(subject, graph, execution);
    }
  }

  #divergence(
    configuration: Configuration,
    graph: ObservedGraph,
    { execution, call, expected, taken }: ExecutionStep,
    answer: Answer,
    traceAlong: TraceAlong,
  ): ConformDivergence {
    // A call that is refused has not happened, but it is the one to show.
    const shown = answer.kind === "refused" && call.op !== "nmi" ? taken + 1 : taken;
    const edges = [...edgesTo(graph, execution.start), ...execution.edges.slice(0, shown)];
    const behaviour = edges.map((edge) => eventText(at(graph.events, edge % graph.events.length)));
    const trace = traceAlong(edges);
    const shows = call.op === "nmi" ? firstRun(trace) : null;
    const event = edges.length;
    const found = divergenceAt({ call, expected, event, shows, withinNmi: false }, answer);
    return { ...found, ...configuration, behaviour, trace };
  }
}

/** What the first run of the handlers shows of the NMI that a trace ends with. */
function firstRun({ events }: Trace): NmiShown | null {
  const delivery = events.findLastIndex(({ event }) => event === "deliver");
  const first = events.slice(delivery).find(({ event }) => event === "decide");
  return first?.event === "decide" ? first.shows : null;
}

/**
 * Holds an engine against the model, exhaustively: every edge of the model's reachable graph, in
 * every configuration, lies on an execution that is run on the engine, each from the matching state
 * of kernel and hardware, and everything that the engine tells is compared.
 *
 * The engine must let its state be set (`state`); it stays usable afterwards unless it broke.
 *
 * @throws what is no Fault: the reason of a signal, for one
 */
export async function conform(engine: Engine, options: ConformOptions): Promise<Conformance> {
  const { title, about } = engine;
  const started = performance.now();
  const campaign = new Campaign(engine, options);
  let failure: Fault | null = null;
  try {
    const all = options.configurations ?? configurations();
    for (const [index, configuration] of all.entries()) {
      await campaign.run(configuration);
      options.onProgress?.(index + 1, all.length);
      if (campaign.isOver) break;
    }
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    failure = error;
  }
  const { total, covered, nmis, divergences, unsupported } = campaign;
  return {
    engine: { title, name: about.name, version: about.version },
    edges: { total, covered },
    nmis,
    seconds: (performance.now() - started) / 1000,
    divergences,
    unsupported,
    failure,
    conforms: covered === total && divergences.length === 0 && failure === null,
  };
}
