import { setImmediate } from "node:timers/promises";
import type { ExecutableModel, ModelEvent } from "../explore/executable-model.js";
import type { Bound, Limits, Progress } from "../explore/exploration.js";
import { reachableEdges } from "../explore/graph.js";
import type { LivenessProperty } from "../explore/liveness.js";
import { Numbers } from "./numbers.js";

/** More fair events than bits in a word are not told apart. */
const MOST_FAIR = 31;

/** Edges between two looks at the clock and at the signal: some milliseconds of work. */
const EDGES_BETWEEN_PAUSES = 2048;

/**
 * The reachable graph of a model without its stuttering edges, states numbered in breadth-first
 * order from 0, the initial one. Edges of state *n* are those from `offsets[n]` up to
 * `offsets[n + 1]`.
 */
export interface FairGraph {
  readonly states: number;
  readonly offsets: Int32Array;
  readonly targets: Int32Array;
  /** The number of each edge's event in the order of the model. */
  readonly events: Int32Array;
  /** The name of each event's action. */
  readonly actions: readonly string[];
  /** The bit of each event that some property takes to be fair; 0 for the others. */
  readonly fairBits: readonly number[];
  /** For each state a bit for each such event that can change it. */
  readonly enabled: Int32Array;
}

/** For each case of each property, a 1 for each state in which a side of it is true. */
export interface CaseStates {
  readonly whenever: Uint8Array;
  readonly eventually: Uint8Array;
}

/** A graph, or why there is none, and how far it has come. */
export type BuiltGraph<P extends string> = { readonly progress: Progress } & (
  | {
      readonly built: "whole";
      readonly graph: FairGraph;
      /** By the name of the property, in the order of its cases. */
      readonly cases: ReadonlyMap<P, readonly CaseStates[]>;
    }
  | { readonly built: "bounded"; readonly bound: Bound }
);

/**
 * Builds the reachable graph, and evaluates both sides of every case in every state.
 *
 * @throws Diagnostic `explore/model-error` when the model throws, and whatever `onProgress` throws
 */
export async function buildFairGraph<
  State extends object,
  Event extends ModelEvent,
  P extends string,
>(
  model: ExecutableModel<State, Event, string>,
  properties: readonly LivenessProperty<State, P>[],
  limits: Limits,
  onProgress: ((progress: Progress) => void) | undefined,
): Promise<BuiltGraph<P>> {
  const started = performance.now();
  const actions = model.events.map((event) => event.name);
  const fairBits = bitsOfFair(actions, properties);
  const eventNumbers = new Map(model.events.map((event, number) => [event, number]));
  const offsets = new Numbers();
  const targets = new Numbers();
  const events = new Numbers();
  const enabled = new Numbers();
  const depths = new Numbers();
  const sides = properties.map((property) =>
    property.cases.map((demand) => ({
      demand,
      whenever: new Numbers(),
      eventually: new Numbers(),
    })),
  );
  const meet = (state: State, depth: number): void => {
    depths.push(depth);
    enabled.push(0);
    for (const { demand, whenever, eventually } of sides.flat()) {
      whenever.push(demand.whenever(state) ? 1 : 0);
      eventually.push(demand.eventually(state) ? 1 : 0);
    }
  };
  let edges = 0;
  const progress = (): Progress => ({
    distinct: depths.length,
    generated: edges + 1,
    queue: depths.length - offsets.length,
    depth: depths.at(depths.length - 1),
    seconds: (performance.now() - started) / 1000,
  });
  meet(model.initial(), 1);
  for (const { source, event, target, isFirst } of reachableEdges(model)) {
    if (isFirst) meet(target.state, depths.at(source.number) + 1);
    // A state without any edge has no turn of its own.
    while (offsets.length <= source.number) offsets.push(targets.length);
    if (target.number !== source.number) {
      const number = eventNumbers.get(event) ?? 0;
      targets.push(target.number);
      events.push(number);
      enabled.set(source.number, enabled.at(source.number) | (fairBits[number] ?? 0));
    }
    if (++edges % EDGES_BETWEEN_PAUSES !== 0) continue;
    await setImmediate();
    onProgress?.(progress());
    const bound = boundMet(progress(), limits);
    if (bound !== null) return { built: "bounded", bound, progress: progress() };
  }
  while (offsets.length <= depths.length) offsets.push(targets.length);
  return {
    built: "whole",
    graph: {
      states: depths.length,
      offsets: offsets.array(),
      targets: targets.array(),
      events: events.array(),
      actions,
      fairBits,
      enabled: enabled.array(),
    },
    cases: new Map(
      properties.map((property, index) => [
        property.name,
        (sides[index] ?? []).map(({ whenever, eventually }) => ({
          whenever: Uint8Array.from(whenever.array()),
          eventually: Uint8Array.from(eventually.array()),
        })),
      ]),
    ),
    progress: { ...progress(), queue: 0 },
  };
}

/** A bit of its own for each event that some property takes to be fair. */
function bitsOfFair(
  actions: readonly string[],
  properties: readonly Pick<LivenessProperty<never, string>, "fairness">[],
): readonly number[] {
  const fair = new Set(
    properties.flatMap(({ fairness }) => [...fairness.weaklyFair, ...fairness.stronglyFair]),
  );
  let bits = 0;
  const fairBits = actions.map((action) => (fair.has(action) ? 1 << bits++ : 0));
  if (bits > MOST_FAIR) throw new RangeError(`${bits} fair events are too many`);
  return fairBits;
}

function boundMet(progress: Progress, limits: Limits): Bound | null {
  if (limits.signal?.aborted === true) return { bound: "cancelled" };
  const { maxSeconds, maxStates } = limits;
  if (maxSeconds !== undefined && progress.seconds >= maxSeconds) {
    return { bound: "time", seconds: maxSeconds };
  }
  if (maxStates !== undefined && progress.distinct > maxStates) {
    return { bound: "states", limit: maxStates };
  }
  return null;
}
