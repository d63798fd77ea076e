import type { State } from "../../spec/cpu/state.js";
import { eventText } from "../checkers/explore/executable-model.js";
import { reachableEdges } from "../checkers/explore/graph.js";
import type { NmiProperty } from "../machine/model/property-names.js";
import { oneCpuModelOf, type Subject } from "../machine/subject.js";
import { traceState } from "../machine/trace/event.js";
import type { ReportGraph } from "./document.js";

/** A picture of more states shows nothing, and makes the report large. */
export const MOST_STATES = 700;

interface Column {
  readonly values: string[];
  readonly places: Map<string, number>;
  readonly of: number[];
}

/**
 * The whole state graph of a configuration; null when it has more than `MOST_STATES` states.
 *
 * @throws Diagnostic `explore/model-error`, `trace/memory-not-plain`
 */
export function stateGraph(
  subject: Subject,
  properties: readonly NmiProperty[],
): Omit<ReportGraph, "id" | "command" | "model"> | null {
  const { policy, platform, axes } = subject;
  const model = oneCpuModelOf(subject, "a state graph");
  const events = new Map(model.events.map((event, index) => [event, index]));
  const columns = new Map<string, Column>();
  const violates = new Map(properties.map((property) => [property, [] as number[]]));
  const add = (number: number, state: State<unknown>): void => {
    for (const [name, value] of Object.entries(traceState(state))) {
      const column: Column = columns.get(name) ?? { values: [], places: new Map(), of: [] };
      columns.set(name, column);
      const text = JSON.stringify(value);
      const place = column.places.get(text) ?? column.values.push(text) - 1;
      column.places.set(text, place);
      column.of.push(place);
    }
    for (const { name, holds } of model.invariants) {
      if (!holds(state)) violates.get(name)?.push(number);
    }
  };
  add(0, model.initial());
  let states = 1;
  const edges: (readonly [number, number, number])[] = [];
  for (const { source, event, target, isFirst } of reachableEdges(model)) {
    // States come in the order of their numbers.
    if (isFirst) {
      if (++states > MOST_STATES) return null;
      add(target.number, target.state);
    }
    edges.push([source.number, events.get(event) ?? 0, target.number]);
  }
  const { name, chain, rips, sticky, shadow } = platform;
  return {
    policy: policy.name,
    platform: { name, chain, rips, sticky, shadow },
    ...(axes === undefined ? {} : { axes: axes.names }),
    variables: [...columns].map(([name, { values, of }]) => ({ name, values, of })),
    events: model.events.map(eventText),
    edges,
    violates: [...violates].map(([property, states]) => ({ property, states })),
  };
}
