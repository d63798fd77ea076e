import { noAxes } from "../../../spec/cpu/no-axes.js";
import type { State } from "../../../spec/cpu/state.js";
import { at } from "../../../spec/language.js";
import { policies } from "../../../spec/policies/all.js";
import type { Policy } from "../../../spec/policy.js";
import { eventText } from "../../checkers/explore/executable-model.js";
import type { NmiEvent } from "../../machine/model/nmi-model.js";
import { buildTrace } from "../../machine/trace/build.js";
import type { NmiShown, Trace } from "../../machine/trace/schema.js";
import { castOf, showsMemory } from "../cast.js";
import { type Answer, type Engine, setupCall } from "../engine.js";
import { pipeline } from "../pipeline.js";
import { agrees } from "../replay/comparison.js";
import {
  type Divergence,
  type DivergenceKind,
  divergenceAt,
  kindOf,
} from "../replay/divergence.js";
import type { ReplayedOn } from "../replay/replay-trace.js";
import { type CampaignOptions, type Held, holdEach, Tally } from "./campaign.js";
import { edgeCover } from "./edge-cover.js";
import { type Beginning, type ExecutionStep, executionSteps } from "./execution-steps.js";
import { FromStart } from "./from-start.js";
import { type Configuration, configurations } from "./matrix.js";
import { type ObservedGraph, observedGraph } from "./observed-graph.js";
import { edgesTo, pathAlong } from "./paths.js";
import { coreSubject, pathSubject, type Subject } from "./subject.js";

/** A difference between engine and model, with the behaviour from the start that ends in it. */
export type ConformDivergence = Divergence &
  Configuration & {
    readonly kind: DivergenceKind;
    /** The events from the start on, as a user writes them. */
    readonly behaviour: readonly string[];
    /** The same as a trace. */
    readonly trace: Trace;
  };

/** The behaviour that the model takes along edges, as a trace. */
type TraceAlong = (edges: readonly number[]) => Trace;

/** What came of checking an engine against the model. */
export interface Conformance extends Held<Configuration, ConformDivergence> {
  readonly engine: ReplayedOn;
}

/** What traces say of where they come from: the version of nmicheck, and each policy's model. */
export interface ConformOrigin {
  readonly nmicheck: string;
  /** That of the core, or of the full model on a machine with axes. */
  readonly modelOf: (configuration: Configuration) => Trace["model"];
}

/** What may be chosen for a conformance run. */
export interface ConformOptions extends CampaignOptions {
  /** What the traces of divergences say of their origin. */
  readonly origin: ConformOrigin;
  /** The test matrix by default. */
  readonly configurations?: readonly Configuration[];
  /** Whether only what the kernel does is compared, from the start of the machine, and not what it keeps. */
  readonly onlyWhatItDoes?: boolean;
}

class Campaign extends Tally<Configuration, ConformDivergence> {
  readonly #engine: Engine;
  readonly #options: ConformOptions;

  constructor(engine: Engine, options: ConformOptions) {
    super(options.mostDivergences);
    this.#engine = engine;
    this.#options = options;
  }

  /** What it does is looked at further, however much differs in what it keeps: unless an end was given. */
  override get isOver(): boolean {
    return this.#options.mostDivergences === undefined
      ? this.#told("does") >= this.most
      : super.isOver;
  }

  #told(kind: DivergenceKind): number {
    return this.divergences.filter((one) => one.kind === kind).length;
  }

  #tell(divergence: ConformDivergence): void {
    if (this.#told(divergence.kind) < this.most) this.divergences.push(divergence);
  }

  async run(configuration: Configuration): Promise<void> {
    const { signal } = this.#options;
    const { platform, axes } = configuration;
    const config = { policy: this.#policyOf(configuration), platform };
    const origin = {
      nmicheck: this.#options.origin.nmicheck,
      policy: identityOf(configuration),
      platform,
      property: null,
    };
    const { modelOf } = this.#options.origin;
    if (axes !== undefined) {
      const subject = pathSubject({ ...config, axes: axes.machine });
      const graph = await observedGraph(subject, signal);
      const wider = { axes, policy: config.policy };
      await this.#hold(configuration, subject, graph, (edges) => {
        const model = modelOf(configuration);
        return buildTrace({ ...origin, model, wider }, pathAlong(subject, graph, edges));
      });
      return;
    }
    const subject = coreSubject({ ...config, axes: noAxes });
    const graph = await observedGraph(subject, signal);
    await this.#hold(configuration, subject, graph, (edges) =>
      buildTrace({ ...origin, model: modelOf(configuration) }, pathAlong(subject, graph, edges)),
    );
  }

  #policyOf(configuration: Configuration): Policy<unknown> {
    if (configuration.own !== undefined) return configuration.own;
    const { policyOf = (name) => policies[name] } = this.#options;
    return policyOf(configuration.policy);
  }

  async #hold<S extends State<unknown>, E extends NmiEvent>(
    configuration: Configuration,
    subject: Subject<S, E>,
    graph: ObservedGraph<S, E>,
    traceAlong: TraceAlong,
  ): Promise<void> {
    const { platform, axes } = configuration;
    this.total += graph.modelEdges;
    const cast = castOf(this.#engine, identityOf(configuration));
    if (cast.kind === "unable") {
      this.unsupported.push({ ...configuration, reason: cast.reason });
      return;
    }
    const [ready] = await this.#engine.ask([setupCall(cast.setUp, platform, axes?.names)]);
    if (ready?.kind === "refused") {
      this.unsupported.push({ ...configuration, reason: ready.message });
      return;
    }
    const agreed = new Uint8Array(graph.targets.length);
    let failed: unknown;
    const isShown = showsMemory(identityOf(configuration), this.#policyOf(configuration));
    const unseen = this.#options.onlyWhatItDoes === true;
    const beginning = unseen ? "start, unseen" : isShown ? "set" : "start";
    const steps = this.#steps(subject, graph, beginning);
    await pipeline(this.#engine, steps, (step, answer) => {
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
      this.#tell(this.#divergence(configuration, graph, step, answer, traceAlong));
      return this.isOver ? "stop" : "go on";
    });
    this.cover(graph, agreed);
  }

  *#steps<S extends State<unknown>, E extends NmiEvent>(
    subject: Subject<S, E>,
    graph: ObservedGraph<S, E>,
    beginning: Beginning,
  ): Generator<ExecutionStep> {
    const fromStart = beginning === "set" ? null : new FromStart(subject, graph);
    for (const execution of edgeCover(graph)) {
      this.#options.signal?.throwIfAborted();
      for (const one of fromStart?.executions(execution) ?? [execution]) {
        yield* executionSteps(subject, graph, one, beginning);
      }
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
    return { ...found, ...configuration, kind: kindOf(found), behaviour, trace };
  }
}

function identityOf({ policy, own }: Configuration): Trace["policy"] {
  return { name: policy, builtIn: own === undefined };
}

/** What the first run of the handlers shows of the NMI that a trace ends with. */
function firstRun({ events }: Trace): NmiShown | null {
  const delivery = events.findLastIndex(({ event }) => event === "deliver");
  const first = events.slice(delivery).find(({ event }) => event === "decide");
  return first?.event === "decide" ? first.shows : null;
}

/**
 * Checks an engine against the model, exhaustively: every edge of the model's reachable graph, in
 * every configuration, lies on an execution that is run on the engine, each from the matching state
 * of kernel and hardware, and everything that the engine tells is compared.
 *
 * The engine must let its state be set (`state`). A policy of the user's may keep a memory that no
 * engine can be asked for: its executions are from the start of the machine, and go on where another
 * memory than the model's would show. The engine stays usable afterwards unless it broke.
 *
 * @throws what is no Diagnostic: the reason of a signal, for one
 */
export async function conform(engine: Engine, options: ConformOptions): Promise<Conformance> {
  const { title, about } = engine;
  const campaign = new Campaign(engine, options);
  const held = await holdEach(
    options.configurations ?? configurations(),
    campaign,
    (configuration) => campaign.run(configuration),
    options.onProgress,
  );
  return { engine: { title, name: about.name, version: about.version }, ...held };
}
