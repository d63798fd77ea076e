import type { SmpConfig, SmpState } from "../../../../spec/board/state.js";
import { at } from "../../../../spec/language.js";
import { type PolicyName, policies } from "../../../../spec/policies/all.js";
import type { Policy } from "../../../../spec/policy.js";
import { eventText, type Path } from "../../../checkers/explore/executable-model.js";
import type { NamedBoard } from "../../../machine/configuration/boards.js";
import type { NamedAxes } from "../../../machine/configuration/named-axes.js";
import type { NamedPlatform } from "../../../machine/configuration/platform.js";
import { type SmpEvent, smpConfig } from "../../../machine/model/smp-model.js";
import { BoardObserver } from "../../../machine/trace/board/observation.js";
import { type Answer, boardSetupCall, type Engine, type EngineCall } from "../../engine.js";
import { pipeline } from "../../pipeline.js";
import { type SmpCall, type SmpStep, smpCalls } from "../../replay/board-calls.js";
import { agrees } from "../../replay/comparison.js";
import { type Divergence, divergenceAt } from "../../replay/divergence.js";
import { type CampaignOptions, type Held, holdEach, Tally } from "../campaign.js";
import type { Execution } from "../edge-cover.js";
import { observedGraph } from "../observed-graph.js";
import { edgesTo } from "../paths.js";
import { type SmpGraph, smpEdgeCover } from "./edge-cover.js";
import { type SmpSubject, smpSubject } from "./subject.js";

/** A kernel's policy on a machine of several CPUs. */
export interface SmpConfiguration {
  readonly policy: PolicyName;
  readonly platform: NamedPlatform;
  readonly board: NamedBoard;
  /** What each CPU has of the axes; how they hang together is the board's. Without, all are off. */
  readonly axes?: NamedAxes;
}

/** A difference between engine and model, with the behaviour from the start that ends in it. */
export interface SmpDivergence extends Divergence, SmpConfiguration {
  /** The events from the start on, as the user writes them. */
  readonly behaviour: readonly string[];
}

/** What came of checking an engine against the model of several CPUs. */
export type SmpConformance = Held<SmpConfiguration, SmpDivergence>;

/** What may be chosen for a conformance run on several CPUs. */
export interface SmpConformOptions extends CampaignOptions {
  readonly configurations: readonly SmpConfiguration[];
}

interface ExecutionCall extends SmpCall {
  readonly execution: Execution;
  /** With the answer to it all is told of the execution. */
  readonly isLast: boolean;
}

class SmpCampaign extends Tally<SmpConfiguration, SmpDivergence> {
  readonly #engine: Engine;
  readonly #options: SmpConformOptions;

  constructor(engine: Engine, options: SmpConformOptions) {
    super(options.mostDivergences);
    this.#engine = engine;
    this.#options = options;
  }

  async run(configuration: SmpConfiguration): Promise<void> {
    const { policy } = configuration;
    const { policyOf = (name) => policies[name], signal } = this.#options;
    const config = configOf(configuration, policyOf(policy));
    const subject = smpSubject(config);
    const graph = await observedGraph(subject, signal);
    this.total += graph.modelEdges;
    const [ready] = await this.#engine.ask([setupOf(configuration)]);
    if (ready?.kind === "refused") {
      this.unsupported.push({ ...configuration, reason: ready.message });
      return;
    }
    const agreed = new Uint8Array(graph.targets.length);
    let failed: Execution | undefined;
    await pipeline(this.#engine, this.#calls(config, subject, graph), (step, answer) => {
      const { expected, execution, isLast } = step;
      if (expected.kind === "nmi") this.nmis++;
      if (execution === failed) return "go on";
      if (!agrees(expected, answer)) {
        failed = execution;
        this.divergences.push(divergence(configuration, graph, step, answer));
        return this.isOver ? "stop" : "go on";
      }
      // What an event did to all CPUs is known once their states are told at the end.
      if (isLast) for (const edge of execution.edges) agreed[edge] = 1;
      return "go on";
    });
    this.cover(graph, agreed);
  }

  *#calls(
    config: SmpConfig<unknown>,
    subject: SmpSubject,
    graph: SmpGraph,
  ): Generator<ExecutionCall> {
    for (const execution of smpEdgeCover(graph)) {
      this.#options.signal?.throwIfAborted();
      const first = at(graph.states, execution.start);
      const steps = stepsAlong(config, subject, graph, execution);
      const calls = [...smpCalls(config, first, steps)];
      for (const [index, call] of calls.entries()) {
        yield { ...call, execution, isLast: index + 1 === calls.length };
      }
    }
  }
}

function configOf(
  { platform, board, axes }: SmpConfiguration,
  policy: Policy<unknown>,
): SmpConfig<unknown> {
  return smpConfig({ platform, board: board.board, axes: axes?.machine, policy });
}

function setupOf({ policy, platform, board, axes }: SmpConfiguration): EngineCall {
  return boardSetupCall(policy, platform, board.board, axes?.names);
}

/** The steps of an execution: a node has no outcome of its own, so each event is taken anew. */
function* stepsAlong(
  config: SmpConfig<unknown>,
  { model }: SmpSubject,
  graph: SmpGraph,
  { edges }: Execution,
): Generator<SmpStep> {
  const width = graph.events.length;
  const observer = new BoardObserver(config);
  for (const edge of edges) {
    const event = at(graph.events, edge % width);
    const before = at(graph.states, Math.floor(edge / width));
    const after = model.apply(event, before);
    if (after === null) throw new Error("the execution leaves the model");
    yield { event, before, after, shows: observer.step(event, before, after) };
  }
}

function divergence(
  configuration: SmpConfiguration,
  graph: SmpGraph,
  { execution, call, expected, happened }: ExecutionCall,
  answer: Answer,
): SmpDivergence {
  const edges = [...edgesTo(graph, execution.start), ...execution.edges.slice(0, happened)];
  const behaviour = edges.map((edge) => eventText(at(graph.events, edge % graph.events.length)));
  const step = { call, expected, event: edges.length, shows: null, withinNmi: false };
  return { ...divergenceAt(step, answer), ...configuration, behaviour };
}

/**
 * Checks an engine against the model of several CPUs, exhaustively: every edge of the reachable graph
 * of every configuration lies on an execution that is run on the engine, event by event; where each
 * CPU comes to, how its NMIs end and what all of them hold at the end is compared.
 *
 * The engine must let its state be set, and take NMIs in steps.
 *
 * @throws what is no Diagnostic: the reason of a signal, for one
 */
export async function conformOnCpus(
  engine: Engine,
  options: SmpConformOptions,
): Promise<SmpConformance> {
  const campaign = new SmpCampaign(engine, options);
  const { configurations, onProgress } = options;
  return holdEach(configurations, campaign, (one) => campaign.run(one), onProgress);
}

/**
 * Plays a behaviour of the model from the start on an engine; the first difference, or null where it
 * does as the model does.
 *
 * @throws Diagnostic when the engine breaks
 */
export async function playOnCpus(
  engine: Engine,
  configuration: SmpConfiguration,
  { initial, steps }: Path<SmpState<unknown>, SmpEvent>,
): Promise<Divergence | null> {
  const config = configOf(configuration, policies[configuration.policy]);
  const observer = new BoardObserver(config);
  const taken = steps.map(({ event, state }, index): SmpStep => {
    const before = steps[index - 1]?.state ?? initial;
    return { event, before, after: state, shows: observer.step(event, before, state) };
  });
  const calls = [...smpCalls(config, initial, taken)];
  const answers = await engine.ask([setupOf(configuration), ...calls.map(({ call }) => call)]);
  for (const [index, { call, expected, happened }] of calls.entries()) {
    const answer = at(answers, index + 1);
    if (agrees(expected, answer)) continue;
    const step = { call, expected, event: happened, shows: null, withinNmi: false };
    return divergenceAt(step, answer);
  }
  return null;
}
