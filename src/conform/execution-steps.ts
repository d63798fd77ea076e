import { at } from "../../spec/language.js";
import type { Answer, Arrival, EngineCall } from "../engine/engine.js";
import { observedState } from "../engine/observed.js";
import type { NmiEvent, NmiModel } from "../explore/nmi-model.js";
import { claimedSlot, shownOutcome } from "../trace/observation.js";
import type { Execution } from "./edge-cover.js";
import type { ObservedGraph } from "./observed-graph.js";

/** One call of an execution and what the model expects as its answer. */
export interface ExecutionStep {
  readonly execution: Execution;
  readonly call: EngineCall;
  readonly expected: Answer;
  /** How many edges of the execution have been taken when this is answered. */
  readonly taken: number;
}

function outsideCall(event: NmiEvent): EngineCall {
  switch (event.name) {
    case "raise":
      return { op: "raise", cpu: 0, ...event.parameters };
    case "execute":
      return { op: "execute", cpu: 0, rip: event.parameters.place };
    default:
      return { op: "external", cpu: 0 };
  }
}

function arrivalOf(event: NmiEvent, before: number): Arrival {
  if (event.name === "raise") return { before, event: "raise", ...event.parameters };
  return { before, event: "external" };
}

/**
 * The calls of one execution: the kernel and its hardware are put into the state of its first node,
 * then every event outside NMI context is called and the state asked for, then comes the NMI.
 */
export function* executionSteps(
  model: NmiModel<unknown>,
  graph: ObservedGraph,
  execution: Execution,
): Generator<ExecutionStep> {
  const { start, edges } = execution;
  const stateOf = (node: number): Answer => {
    return { kind: "state", state: observedState(at(graph.states, node)) };
  };
  const set = observedState(at(graph.states, start));
  yield { execution, call: { op: "state", set }, expected: stateOf(start), taken: 0 };
  const arrivals: Arrival[] = [];
  const claimed = set.active.map(() => 0);
  let node = start;
  let polls = 0;
  for (const [index, edge] of edges.entries()) {
    const event = at(graph.events, edge % graph.events.length);
    const before = at(graph.states, node);
    const taken = index + 1;
    node = at(graph.targets, edge);
    if (event.name === "poll") {
      const claim = claimedSlot("poll", before);
      if (claim !== null) claimed[claim.handler] = at(claimed, claim.handler) + 1;
      polls++;
    } else if (event.name === "decide") {
      const ended = model.apply(event, before)?.outcome ?? null;
      if (ended === null) throw new Error("a decision has an outcome");
      const state = observedState(at(graph.states, node));
      const expected: Answer = { kind: "nmi", claimed, outcome: shownOutcome(ended), state };
      yield { execution, call: { op: "nmi", cpu: 0, arrivals }, expected, taken };
    } else if (event.name !== "deliver" && before.position.at !== "run") {
      arrivals.push(arrivalOf(event, polls));
    } else if (event.name !== "deliver") {
      yield { execution, call: outsideCall(event), expected: { kind: "done" }, taken: index };
      yield { execution, call: { op: "state" }, expected: stateOf(node), taken };
    }
  }
}
