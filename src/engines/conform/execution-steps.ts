import type { State } from "../../../spec/cpu/state.js";
import { at } from "../../../spec/language.js";
import type { NmiEvent } from "../../machine/model/nmi-model.js";
import type { RunEnding } from "../../machine/trace/ending.js";
import type { Arrival, EngineCall, Expected, ExpectedState } from "../engine.js";
import { arrivalOf } from "../replay/calls.js";
import type { Execution } from "./edge-cover.js";
import type { ObservedGraph } from "./observed-graph.js";
import type { Subject } from "./subject.js";

/** One call of an execution and what the model expects as its answer. */
export interface ExecutionStep {
  readonly execution: Execution;
  readonly call: EngineCall;
  readonly expected: Expected;
  /** How many edges of the execution have been taken when this is answered. */
  readonly taken: number;
}

/** One run of the handlers: what each claimed, and how it ended. */
type Run = RunEnding & { readonly claimed: readonly number[] };

/**
 * How an engine comes to the state that an execution begins in, and what is compared on the way: it is
 * set; or the execution begins at the start, for a policy whose memory the engine can neither be set to
 * nor show; or so because only what the kernel does is compared, and nothing of what it keeps.
 */
export type Beginning = "set" | "start" | "start, unseen";

/**
 * The calls of one execution: the kernel and its hardware are put into the state of its first node,
 * then every event outside NMI context is called and the state asked for, then comes the NMI.
 */
export function* executionSteps<S extends State<unknown>, E extends NmiEvent>(
  subject: Subject<S, E>,
  graph: ObservedGraph<S, E>,
  execution: Execution,
  beginning: Beginning = "set",
): Generator<ExecutionStep> {
  const { start, edges } = execution;
  const shown = (node: number): ExpectedState => {
    const { swallowNmi, lastNmiRip, ...rest } = subject.observed(at(graph.states, node));
    switch (beginning) {
      case "set":
        return { ...rest, lastNmiRip, swallowNmi };
      case "start":
        return { ...rest, lastNmiRip };
      case "start, unseen":
        return rest;
    }
  };
  const stateOf = (node: number): Expected => ({ kind: "state", state: shown(node) });
  const set = shown(start);
  yield beginning === "set"
    ? { execution, call: { op: "state", set }, expected: stateOf(start), taken: 0 }
    : { execution, call: { op: "reset" }, expected: { kind: "done" }, taken: 0 };
  let arrivals: Arrival[] = [];
  let runs: Run[] = [];
  let claimed = set.active.map(() => 0);
  let node = start;
  let polls = 0;
  for (const [index, edge] of edges.entries()) {
    const event = at(graph.events, edge % graph.events.length);
    const before = at(graph.states, node);
    const taken = index + 1;
    node = at(graph.targets, edge);
    if (event.name === "poll" && before.position.at === "polling") {
      const { handler } = before.position;
      const so = at(claimed, handler);
      claimed[handler] = so + subject.claims(before, so);
      polls++;
    } else if (event.name === "decide") {
      const after = subject.model.apply(event, before);
      if (after === null) throw new Error("the execution leaves the model");
      runs.push({ claimed, ...subject.ending(before, after) });
      claimed = set.active.map(() => 0);
      polls = 0;
      if (after.position.at !== "run") continue;
      const [first, ...reruns] = runs;
      if (first === undefined) throw new Error("an NMI has a run");
      const state = shown(node);
      const ended = reruns.length === 0 ? { ...first, state } : { ...first, reruns, state };
      const expected: Expected = { kind: "nmi", ...ended };
      yield { execution, call: { op: "nmi", cpu: 0, arrivals }, expected, taken };
      arrivals = [];
      runs = [];
    } else if (event.name !== "deliver" && before.position.at !== "run") {
      arrivals.push(arrivalOf(event, polls, runs.length));
    } else if (event.name !== "deliver") {
      for (const call of subject.calls(event)) {
        yield { execution, call, expected: { kind: "done" }, taken: index };
      }
      yield { execution, call: { op: "state" }, expected: stateOf(node), taken };
    }
  }
}
